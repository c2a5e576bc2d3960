namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>On rows of three columns: the second equals the first, the third is a coin. The model's bits are the columns.</summary>
[TestClass]
public sealed class HoleEncoderTests
{
    private const int Rows = 600;

    private static readonly SlotColumns Columns = new(3, [0, 1, 2]);
    private static readonly float[] Table = Made();
    private static readonly HoleEncoder Trained = Train(new() { Steps = 1500, LearningRate = 0.01 });

    [TestMethod]
    public void HiddenColumnsAreKnownFromThoseThatTheyEqual()
    {
        float[] logits = Logits([1, 1, 0], [true, false, false]);
        Assert.IsGreaterThan(2f, logits[0], "hidden, but equal to the second");
        Assert.IsGreaterThan(2f, logits[1]);
        Assert.IsLessThan(-2f, logits[2]);
    }

    [TestMethod]
    public void LogitsOfWhatNothingTellsAreThoseOfTheMeanOverRows()
    {
        // The bit of an unknown coin is 1 in half of the rows; the encoder of whole rows gives it the logits -4 and 4.
        float[] logits = Logits([1, 1, 1], [true, true, true]);
        foreach (float logit in logits)
        {
            Assert.AreEqual(0, logit, 0.3f);
        }
    }

    [TestMethod]
    public void SlotsOfHiddenColumnsAreNotLookedAt() =>
        CollectionAssert.AreEqual(Logits([1, 1, 0], [true, false, true]), Logits([0, 1, 1], [true, false, true]));

    [TestMethod]
    public void ColumnsThatAreMissingInTruthAreNeverSeen()
    {
        // Where the first column is missing, the second one is all that can be known of it.
        bool[] missing = new bool[Rows * 3];
        for (int row = 0; row < Rows; row++)
        {
            missing[row * 3] = true;
        }

        HoleEncoder encoder = Train(new() { Steps = 1500, LearningRate = 0.01 }, missing);
        float[] seen = new float[3];
        encoder.Encode([1, 1, 0], [true, false, false], seen);
        Assert.IsGreaterThan(2f, seen[0]);
    }

    [TestMethod]
    public void TheSameSeedGivesTheSameEncoderOnAnyNumberOfThreads()
    {
        var options = new HoleEncoderOptions { Steps = 30 };
        ReadOnlySpan<float> one = Train(options with { MaxDegreeOfParallelism = 1 }).Parameters;
        Assert.IsTrue(one.SequenceEqual(Train(options with { MaxDegreeOfParallelism = 3 }).Parameters));
        Assert.IsFalse(one.SequenceEqual(Train(options, seed: 2).Parameters));
    }

    [TestMethod]
    public void TrainingReportsAndCanBeEnded()
    {
        using var source = new CancellationTokenSource();
        var reports = new List<HoleEncoderReport>();
        Assert.ThrowsExactly<OperationCanceledException>(() => Train(new() { Steps = 1000 }, progress: report =>
        {
            reports.Add(report);
            source.Cancel();
        }, cancel: source.Token));
        Assert.HasCount(1, reports);
        Assert.AreEqual(1000, reports[0].Steps);
    }

    [TestMethod]
    public void RowsOfOtherSizesAreRefused() => Assert.Contains(
        "rows of 3 slots",
        Assert.ThrowsExactly<ArgumentException>(() => new HoleEncoderTrainer(new()).Train(
            Model(), new(2, [0, 1]), Table, default, seed: 1)).Message);

    [TestMethod]
    public void BytesBringTheEncoderBack()
    {
        HoleEncoder again = HoleEncoderFile.Parse(HoleEncoderFile.ToBytes(Trained));
        float[] expected = Logits([1, 0, 1], [false, true, false]), actual = new float[3];
        again.Encode([1, 0, 1], [false, true, false], actual);
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void DamagedBytesAreRefused()
    {
        byte[] whole = HoleEncoderFile.ToBytes(Trained);
        foreach (byte[] bytes in new[] { [], whole[..10], whole[..^1], [.. whole, 0], Changed(0, 2), Changed(4, 200), Changed(8, 9) })
        {
            Assert.ThrowsExactly<InvalidDataException>(() => HoleEncoderFile.Parse(bytes));
        }

        byte[] Changed(int at, byte value)
        {
            byte[] changed = [.. whole];
            changed[at] = value;
            return changed;
        }
    }

    private static float[] Logits(float[] scaled, bool[] hidden)
    {
        float[] logits = new float[3];
        Trained.Encode(scaled, hidden, logits);
        return logits;
    }

    private static HoleEncoder Train(
        HoleEncoderOptions options,
        bool[]? missing = null,
        ulong seed = 1,
        Action<HoleEncoderReport>? progress = null,
        CancellationToken cancel = default) => new HoleEncoderTrainer(options with { HiddenSizes = [16] }).Train(
            Model(), Columns, Table, missing, seed, progress is null ? null : new Progress(progress), cancel);

    /// <summary>The encoder gives each bit the logit 8 x - 4 of its column's slot x.</summary>
    private static BmVaeModel Model()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [], 3);
        float[] parameters = new float[architecture.ParameterCount];
        for (int k = 0; k < 3; k++)
        {
            parameters[(k * 3) + k] = 8;
            parameters[9 + k] = -4;
        }

        return TestModels.Of(architecture, parameters);
    }

    private static float[] Made()
    {
        float[] rows = new float[Rows * 3], coins = new float[Rows * 2];
        new UniformStream(1, 1).Fill(coins);
        for (int row = 0; row < Rows; row++)
        {
            rows[row * 3] = rows[(row * 3) + 1] = coins[row] < 0.5f ? 1 : 0;
            rows[(row * 3) + 2] = coins[Rows + row] < 0.5f ? 1 : 0;
        }

        return rows;
    }

    private sealed class Progress(Action<HoleEncoderReport> report) : IProgress<HoleEncoderReport>
    {
        public void Report(HoleEncoderReport value) => report(value);
    }
}
