namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class StreamedRowsTests
{
    private const int Rows = 1000, Buffer = 64;

    private static readonly Likelihood Plain = new([new GaussianSlots(1)]);

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(Buffer, 0)]
    [DataRow(Rows - 1, 0)]
    [DataRow(Rows, 0)]
    [DataRow(5000, 0)]
    [DataRow(Buffer, 50)]
    [DataRow(Rows, 999)]
    public void AnEpochGivesEveryRowOnceButThoseHeldOut(int buffer, int held)
    {
        ITrainingRows data = Stream(Rows, buffer);

        RowSplit split = data.Split(held, seed: 1);

        int[] training = Epoch(split.Training, seed: 1, epoch: 0);
        int[] validation = split.Validation is { } rows ? [.. rows.AsSpan().ToArray().Select(value => (int)value)] : [];
        Assert.AreEqual(Rows, data.Count);
        Assert.AreEqual(training.Length, split.Training.Count);
        Assert.HasCount(Math.Min(held, buffer), validation);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, Rows).ToArray(), training.Concat(validation).ToArray());
    }

    [TestMethod]
    public void TheOrderDependsOnSeedAndEpochAlone()
    {
        IShuffledRows rows = Shuffled(Rows, Buffer), same = Shuffled(Rows, Buffer);
        int[] first = Epoch(rows, seed: 1, epoch: 0);

        CollectionAssert.AreNotEqual(first, Epoch(rows, seed: 1, epoch: 1));
        CollectionAssert.AreNotEqual(first, Epoch(rows, seed: 2, epoch: 0));
        CollectionAssert.AreEqual(first, Epoch(rows, seed: 1, epoch: 0), "whatever the buffer was used for before");
        CollectionAssert.AreEqual(first, Epoch(same, seed: 1, epoch: 0));
    }

    [TestMethod]
    public void ARowStaysInTheBufferAsLongAsItHoldsRowsOnAverage()
    {
        const int Many = 200_000;
        int[] order = Epoch(Shuffled(Many, Buffer), seed: 3, epoch: 0);

        // Row i is read when i - Buffer rows are out. It then leaves with probability 1/Buffer at each step: geometric, of mean Buffer.
        double[] stays = [.. order.Index().Where(pair => pair.Item is >= Buffer and < Many / 2)
            .Select(pair => (double)pair.Index - (pair.Item - Buffer))];
        Assert.IsTrue(stays.All(stay => stay >= 1));
        double deviation = Math.Sqrt(Buffer * (Buffer - 1.0)); // of a geometric stay
        Assert.AreEqual(Buffer, stays.Average(), 4 * deviation / Math.Sqrt(stays.Length));
        Assert.AreEqual(deviation, Math.Sqrt(stays.Average(stay => Math.Pow(stay - Buffer, 2))), 0.02 * deviation);
    }

    [TestMethod]
    public void ABufferOfAllRowsPutsEachRowAnywhere()
    {
        IShuffledRows rows = Shuffled(4, 4);
        double[] firsts = new double[4];
        const int Epochs = 4000;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            firsts[Epoch(rows, seed: 1, epoch)[0]]++;
        }

        double error = Math.Sqrt(Epochs * 0.25 * 0.75);
        foreach (double count in firsts)
        {
            Assert.AreEqual(Epochs / 4.0, count, 4 * error);
        }
    }

    [TestMethod]
    public void ChosenRowsAreAscendingAndEachSetIsEquallyLikely()
    {
        const int Draws = 20_000;
        var sets = new Dictionary<(long, long), int>();
        for (int draw = 0; draw < Draws; draw++)
        {
            long[] chosen = RandomRows.Choose(5, 2, new(seed: 1, stream: (ulong)draw));
            Assert.IsTrue(chosen[0] < chosen[1] && chosen[0] >= 0 && chosen[1] < 5);
            sets[(chosen[0], chosen[1])] = sets.GetValueOrDefault((chosen[0], chosen[1])) + 1;
        }

        Assert.HasCount(10, sets);
        foreach (int count in sets.Values)
        {
            Assert.AreEqual(Draws / 10.0, count, 4 * Math.Sqrt(Draws * 0.1 * 0.9));
        }

        CollectionAssert.AreEqual(Enumerable.Range(0, 3000).Select(row => (long)row).ToArray(), RandomRows.Choose(3000, 3000, new(1, 2)));
    }

    [TestMethod]
    public void RowThatTheLikelihoodDoesNotTakeIsNamed()
    {
        IEnumerable<ReadOnlyMemory<float>> rows = Enumerable.Range(0, 10)
            .Select(row => (ReadOnlyMemory<float>)new[] { 0f, row == 7 ? 1.5f : 1f });

        var thrown = Assert.ThrowsExactly<ArgumentException>(() => new StreamedRows(Likelihood.Bernoulli(2), rows, 4));

        StringAssert.StartsWith(thrown.Message, "Feature 1 of row 7: expected a number within [0, 1], got 1.5.");
        thrown = Assert.ThrowsExactly<ArgumentException>(() => new StreamedRows(Likelihood.Bernoulli(3), rows, 4));
        StringAssert.StartsWith(thrown.Message, "Row 0: expected 3 features, got 2.");
    }

    [TestMethod]
    [DataRow(-1, "got 999")]
    [DataRow(1, "got more")]
    public void RowsThatChangeInNumberAreRefused(int change, string got)
    {
        int count = Rows;
        IEnumerable<ReadOnlyMemory<float>> Changing()
        {
            for (int row = 0; row < count; row++)
            {
                yield return new[] { (float)row };
            }
        }

        ITrainingRows data = new StreamedRows(Plain, Changing(), Buffer);
        IShuffledRows rows = data.Split(0, seed: 1).Training;
        count += change;

        var thrown = Assert.ThrowsExactly<InvalidOperationException>(() => Epoch(rows, seed: 1, epoch: 0));

        Assert.AreEqual($"Streamed rows: expected 1000, as in the first pass, {got}. Each pass must give the same rows.", thrown.Message);
    }

    [TestMethod]
    public void StreamedTrainingLearnsWhatTrainingInMemoryLearns()
    {
        FeatureMatrix matrix = BarsAndStripes.Rows(copies: 20);
        var streamed = new StreamedRows(matrix.Likelihood, Enumerable.Range(0, matrix.Rows).Select(matrix.Memory), bufferRows: 100);
        var options = new TrainingOptions { Epochs = 30, BatchSize = 40, Chains = 32, LearningRate = 5e-3, MaxDegreeOfParallelism = 1 };
        var trainer = new BmVaeTrainer(
            new SimdEngine { MaxDegreeOfParallelism = 1 },
            new Sampling.BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = 1 }, options);
        VaeArchitecture architecture = VaeArchitecture.Mlp(matrix.Columns, [32], 6);

        double[] elbos = [.. new ITrainingRows[] { matrix, streamed }.Select(data =>
        {
            BmVaeModel model = trainer.Train(data, architecture, PriorKind.Boltzmann, seed: 1);
            return ModelEvaluation.Measure(model, matrix, new() { ImportanceSamples = 4, Seed = 1 }).Elbo;
        })];

        double untrained = -matrix.Columns * Math.Log(2);
        Assert.IsGreaterThan(untrained + 3, elbos[0]);
        Assert.AreEqual(elbos[0], elbos[1], 0.5, "nats; other seeds of the same training differ by as much");
    }

    private static ITrainingRows Stream(int rows, int buffer) => new StreamedRows(Plain, Numbers(rows), buffer);

    private static IShuffledRows Shuffled(int rows, int buffer) => Stream(rows, buffer).Split(0, seed: 1).Training;

    /// <summary>Rows in one array, overwritten by the next row: as a cursor gives them.</summary>
    private static IEnumerable<ReadOnlyMemory<float>> Numbers(int rows)
    {
        float[] row = new float[1];
        for (int number = 0; number < rows; number++)
        {
            row[0] = number;
            yield return row;
        }
    }

    private static int[] Epoch(IShuffledRows rows, ulong seed, int epoch) => [.. rows.Epoch(seed, epoch).Select(row => (int)row.Span[0])];
}
