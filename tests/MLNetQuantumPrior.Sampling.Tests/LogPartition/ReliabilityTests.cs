namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>An estimate of log Z is near enough, or says that it does not know.</summary>
[TestClass]
public sealed class ReliabilityTests
{
    private static readonly IsingModel Ferromagnet = TestModels.Uniform(TestModels.Torus(64, 64), 0, -1);

    // 64 x 64 spins far below the critical temperature: log Z is 4957.40 (exact), and short runs end between domains.
    [TestMethod]
    public void AColdFerromagnetIsFlagged()
    {
        var annealing = new AnnealedImportanceSampling { Temperatures = 200, Chains = 64, Backwards = true };
        for (ulong seed = 1; seed <= 3; seed++)
        {
            AssertHonest(annealing.Estimate(Ferromagnet, seed, beta: 0.6), 4957.40);
        }

        SampleSet ladders = new ParallelTemperingSampler { Ladders = 2, BurnInSweeps = 60 }.Sample(Ferromagnet, new(1, 1) { Beta = 0.6 });
        LogPartitionEstimate tempered = ((ParallelTemperingDiagnostics)ladders.Diagnostics!).LogPartition!;
        Assert.IsFalse(tempered.IsReliable);
        Assert.AreEqual(double.PositiveInfinity, tempered.StandardError);
        Assert.AreEqual(new(double.NegativeInfinity, double.PositiveInfinity), tempered.Interval());
    }

    // Nine in ten runs cover log Z by their interval, or are flagged; lower bounds hold in 19 of 20, upper ones where runs reach the
    // target.
    [TestMethod]
    [DataRow(10)]
    [DataRow(100)]
    [DataRow(1000)]
    public void AnnealingCoversOrIsFlagged(int temperatures)
    {
        const int runs = 40;
        foreach (IsingModel model in Models())
        {
            double exact = LogPartitionFunction.Exact(model).Value;
            LogPartitionEstimate[] estimates =
            [
                .. Enumerable.Range(1, runs).Select(seed =>
                    new AnnealedImportanceSampling { Temperatures = temperatures, Backwards = true }.Estimate(model, (ulong)seed)),
            ];

            Assert.IsGreaterThanOrEqualTo(32, estimates.Count(e => !e.IsReliable || Covers(e, exact)), $"{model}"); // 36 +- 2 sigma
            Assert.IsGreaterThanOrEqualTo(35, estimates.Count(e => e.LowerBound <= exact), $"{model}");
            Assert.IsGreaterThanOrEqualTo(temperatures < 1000 ? 0 : 35, estimates.Count(e => e.UpperBound >= exact), $"{model}");
        }
    }

    // Errors of few ladders follow Student's distribution: two standard errors of two ladders cover 7 in 10.
    [TestMethod]
    public void IntervalsOfTwoLaddersCover()
    {
        const int runs = 100;
        IsingModel model = TestModels.Random(SpinGraph.Complete(14), 0.6, seed: 1);
        double exact = LogPartitionFunction.Exact(model).Value;
        var sampler = new ParallelTemperingSampler { Temperatures = 16, Ladders = 2, BurnInSweeps = 400 };

        LogPartitionEstimate[] estimates =
        [
            .. Enumerable.Range(1, runs).Select(seed =>
                ((ParallelTemperingDiagnostics)sampler.Sample(model, new(1, (ulong)seed)).Diagnostics!).LogPartition!),
        ];

        Assert.IsTrue(estimates.All(e => e.IsReliable && e.DegreesOfFreedom == 1));
        Assert.IsGreaterThanOrEqualTo(86, estimates.Count(e => Covers(e, exact))); // 95 - 4 sigma
    }

    [TestMethod]
    public void ExactValuesHaveNoMargin()
    {
        LogPartitionEstimate exact = LogPartitionFunction.Exact(TestModels.Random(SpinGraph.Complete(5), 1, seed: 1));

        Assert.IsTrue(exact.IsReliable);
        Assert.AreEqual(new(exact.Value, exact.Value), exact.Interval());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => exact.Interval(1));
    }

    // Tables of Student's distribution.
    [TestMethod]
    [DataRow(0.975, 1, 12.706)]
    [DataRow(0.975, 2, 4.303)]
    [DataRow(0.975, 3, 3.182)]
    [DataRow(0.975, 7, 2.365)]
    [DataRow(0.95, 4, 2.132)]
    [DataRow(0.995, 10, 3.169)]
    [DataRow(0.75, 5, 0.727)]
    [DataRow(0.975, 255, 1.969)]
    [DataRow(0.975, double.PositiveInfinity, 1.960)]
    public void QuantilesAreThoseOfTheTables(double probability, double degrees, double expected) =>
        Assert.AreEqual(expected, StudentQuantile.Of(probability, degrees), 0.002);

    private static IsingModel[] Models() =>
    [
        TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 1),
        TestModels.Random(SpinGraph.Complete(16), 1, seed: 1),
        TestModels.Frustrated(SpinGraph.Complete(14), seed: 2),
        TestModels.Frustrated(Strip.Graph(6, 10), seed: 3),
    ];

    private static bool Covers(LogPartitionEstimate estimate, double exact) =>
        estimate.Interval() is var (low, high) && low <= exact && exact <= high;

    private static void AssertHonest(LogPartitionEstimate estimate, double exact)
    {
        Assert.IsTrue(!estimate.IsReliable || Covers(estimate, exact));
        Assert.IsTrue(estimate.IsReliable || double.IsPositiveInfinity(estimate.StandardError));
        Assert.IsLessThanOrEqualTo(exact, estimate.LowerBound);
        Assert.IsGreaterThanOrEqualTo(estimate.Value, estimate.UpperBound);
    }
}
