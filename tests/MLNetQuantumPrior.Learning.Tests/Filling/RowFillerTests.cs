using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class RowFillerTests
{
    private const int Rows = 4000;
    private static readonly bool[] Few = [true, false, true, false, true, false, false, false, false];
    private static readonly bool[] Most = [true, true, false, true, true, false, true, true, true];

    // By many chains from many draws of the prior, and by many steps from few of them: each alone leads there.
    [TestMethod]
    [DataRow(false, 16, 1, 1 << 14)]
    [DataRow(false, 1, 250, 8)]
    [DataRow(true, 16, 1, 1 << 14)]
    [DataRow(true, 1, 250, 8)]
    public void CodesFollowTheirDistributionGivenTheKnownSlots(bool most, int annealing, int steps, int pool)
    {
        const int Chains = 64;
        var small = new SmallFillings(most ? Most : Few);
        var options = new RowFillerOptions { Draws = Chains, AnnealingSteps = annealing, Steps = steps, PoolSize = pool, Seed = 1 };
        FilledRows filled = Fill(small, options, 150);

        double[] shares = new double[1 << SmallFillings.Latents], exact = small.Posterior;
        for (int draw = 0; draw < filled.Codes.Rows; draw++)
        {
            shares[SmallFillings.CodeOf(filled.Codes[draw])] += 1.0 / filled.Codes.Rows;
        }

        Assert.IsLessThan(0.05, Distance(shares, exact));
        Assert.IsGreaterThan(0.2, Distance(Prior(small), exact), "The known slots tell codes apart.");
    }

    [TestMethod]
    public void MissingSlotsFollowTheirDistributionGivenTheKnownOnes()
    {
        var small = new SmallFillings(Few);
        FilledRows filled = Fill(small, new() { Seed = 2, PoolSize = 512, Steps = 200, Chains = 4 }, Rows);
        float[] scaled = new float[filled.Features.Length];
        small.Model.Scaling.Scale(filled.Features.AsSpan(), scaled);
        for (int slot = 0; slot < Few.Length; slot++)
        {
            double[] values = [.. Enumerable.Range(0, Rows).Select(row => (double)scaled[(row * Few.Length) + slot])];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
            Assert.AreEqual(
                Few[slot] ? scaled[slot] : small.Expected(slot), mean, (4 * deviation / Math.Sqrt(Rows)) + 0.01, $"slot {slot}");
            Assert.IsTrue(Few[slot] || slot is 5 || values.All(value => value is 0 or 1), $"slot {slot}");
        }

        for (int row = 0; row < Rows; row++)
        {
            Assert.AreEqual(1, Enumerable.Range(6, 3).Sum(slot => filled.Features[(row * Few.Length) + slot]), "One category.");
        }
    }

    [TestMethod]
    public void ExpectedSlotsAreThoseOfTheCode()
    {
        var small = new SmallFillings(Few);
        FilledRows filled = Fill(small, new() { Features = GeneratedFeatures.Expected, Draws = 3, Seed = 3 }, 20);
        float[] decoded = small.Model.Decode(filled.Codes);
        Assert.HasCount(20 * 3 * Few.Length, filled.Features);
        for (int k = 0; k < filled.Features.Length; k++)
        {
            int slot = k % Few.Length;
            Assert.AreEqual(Few[slot] ? small.Row[slot] : decoded[k], filled.Features[k], Few[slot] ? 0 : 1e-5f, $"slot {slot}");
        }

        CollectionAssert.AreEqual(small.Model.Prior.Energies(filled.Codes).ToArray(), filled.Energies.ToArray());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void TheEvidenceIsThatOfTheKnownSlots(bool most)
    {
        var small = new SmallFillings(most ? Most : Few);
        FilledRows filled = Fill(small, new() { Chains = 128, PoolSize = 1 << 15, Seed = 4 }, 100);

        // exp of each estimate is unbiased, but for the pool that all rows share.
        Assert.AreEqual(small.LogEvidence, Math.Log(filled.LogEvidence.Average(Math.Exp)), 0.1);
        Assert.IsTrue(filled.AcceptanceRate is > 0.05 and <= 1);
    }

    [TestMethod]
    public void ARowDependsOnTheSeedItsValuesAndItsIdAlone()
    {
        var small = new SmallFillings(Few);
        var options = new RowFillerOptions { Draws = 2, Seed = 5, PoolSize = 200 };
        FilledRows together = Fill(small, options, 30);
        RowFiller one = Filler(small, options with { MaxDegreeOfParallelism = 1 });
        float[] masked = [.. small.Row.Select((value, slot) => Few[slot] ? value : float.NaN)];
        for (int row = 0; row < 30; row++)
        {
            FilledRows alone = one.Fill(masked, [], [(ulong)row]);
            int size = alone.Features.Length;
            CollectionAssert.AreEqual(together.Features[(row * size)..((row + 1) * size)], alone.Features, $"row {row}");
            Assert.AreEqual(together.LogEvidence[row], alone.LogEvidence[0]);
        }

        FilledRows reseeded = Fill(small, options with { Seed = 6 }, 30);
        Assert.IsFalse(together.Features.SequenceEqual(reseeded.Features));
    }

    [TestMethod]
    public void WhereAllIsKnownNothingIsDrawnAndWhereNothingIsRowsAreThoseOfThePrior()
    {
        var all = new SmallFillings([.. Enumerable.Repeat(true, 9)]);
        CollectionAssert.AreEqual(all.Row, Fill(all, new(), 1).Features.ToArray());

        var none = new SmallFillings(new bool[9]);
        FilledRows filled = Fill(none, new() { Steps = 4, PoolSize = 4096 }, Rows);
        Assert.IsTrue(filled.LogEvidence.All(log => log == 0));
        for (int i = 0; i < SmallFillings.Latents; i++)
        {
            double mean = Enumerable.Range(0, Rows).Average(row => filled.Codes[row][i]);
            double exact = Prior(none).Select((p, code) => p * ((((code >> i) & 1) * 2) - 1)).Sum();
            Assert.AreEqual(exact, mean, 4 * Math.Sqrt(1.0 / 4096 + (1.0 / Rows)), $"spin {i}");
        }
    }

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        var small = new SmallFillings(Few);
        var filler = new RowFiller(small.Model);
        float[] row = small.Row;
        VaeArchitecture gaussian = VaeArchitecture.Mlp(3, [4], 2, PriorKind.Gaussian);
        Refused("Filling: expected a model of spins, got a Gaussian one.",
            () => new RowFiller(BmVaeModel.Gaussian(gaussian, new float[gaussian.ParameterCount])));
        Refused("Rows: expected 2 of 9 values, one for each id, and as many flags or none, got 9 values and 0 flags.",
            () => filler.Fill(row, [], [1, 2]));
        Refused("Rows: expected 1 of 9 values, one for each id, and as many flags or none, got 9 values and 3 flags.",
            () => filler.Fill(row, [true, true, false], [1]));
        Refused("Slots 6 to 8 of row 0: expected all or none to be known, since they are one category, got 2 of 3.",
            () => filler.Fill(row, [true, true, true, true, true, true, true, true, false], [1]));
        float[] infinite = [.. row];
        infinite[4] = float.PositiveInfinity;
        Refused("Slot 4 of row 0: expected a finite number, got Infinity.", () => filler.Fill(infinite, [], [1]));
        foreach ((string name, Func<object> make) in new (string, Func<object>)[]
        {
            ("Draws", () => new RowFillerOptions { Draws = 0 }), ("Chains", () => new RowFillerOptions { Chains = 0 }),
            ("AnnealingSteps", () => new RowFillerOptions { AnnealingSteps = 0 }), ("Steps", () => new RowFillerOptions { Steps = 0 }),
            ("PoolSize", () => new RowFillerOptions { PoolSize = 0 }),
        })
        {
            Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(make).ParamName);
        }

        static void Refused(string message, Func<object> act) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(act).Message);
    }

    [TestMethod]
    public void ACallThatIsCancelledLeavesTheFillerToTheNext()
    {
        var small = new SmallFillings(Few);
        var filler = new RowFiller(small.Model, new() { Seed = 1 });
        Assert.Throws<OperationCanceledException>(() => filler.Fill(small.Row, Few, [1], new(canceled: true)));
        CollectionAssert.AreEqual(
            new RowFiller(small.Model, new() { Seed = 1 }).Fill(small.Row, Few, [1]).Features, filler.Fill(small.Row, Few, [1]).Features);
    }

    private static FilledRows Fill(SmallFillings small, RowFillerOptions options, int rows) => Filler(small, options).Fill(
        [.. Enumerable.Repeat(small.Row, rows).SelectMany(row => row)],
        [.. Enumerable.Repeat(small.Known, rows).SelectMany(row => row)],
        [.. Enumerable.Range(0, rows).Select(row => (ulong)row)]);

    private static RowFiller Filler(SmallFillings small, RowFillerOptions options) => new(small.Model, options, new ExactSampler());

    private static double[] Prior(SmallFillings small) => new SmallFillings(new bool[small.Known.Length]).Posterior;

    private static double Distance(double[] one, double[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Sum() / 2;
}
