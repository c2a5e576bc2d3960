namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>What every estimate of log Z promises, whichever method made it.</summary>
[TestClass]
public sealed class LogPartitionTests
{
    private const int Runs = 200;

    private static readonly AnnealedImportanceSampling Importance = new() { Temperatures = 300, Chains = 128 };

    private static readonly PopulationAnnealingSampler Population = new() { Sweeps = 3 };

    // From L ladders z has Student's distribution with L - 1 degrees of freedom, whose variance exceeds 1 by 2 / (L - 3): 0.07 with 32.
    private static readonly ParallelTemperingSampler Tempering = new() { Temperatures = 16, Ladders = 32, BurnInSweeps = 1000 };

    // A new method is a line here.
    private static readonly Dictionary<LogPartitionMethod, Func<IsingModel, double, ulong, LogPartitionEstimate>> Methods = new()
    {
        [LogPartitionMethod.AnnealedImportanceSampling] = (model, beta, seed) => Importance.Estimate(model, seed, beta),
        [LogPartitionMethod.PopulationAnnealing] = (model, beta, seed) => ((PopulationAnnealingDiagnostics)Population
            .Sample(model, new(Reads: 1, seed) { Beta = beta }).Diagnostics!).LogPartition,
        [LogPartitionMethod.ParallelTempering] = (model, beta, seed) => ((ParallelTemperingDiagnostics)Tempering
            .Sample(model, new(Reads: 1, seed) { Beta = beta }).Diagnostics!).LogPartition!,
    };

    public static IEnumerable<object[]> MethodsAndModels =>
        from method in Methods.Keys
        from model in new IsingModel[]
        {
            TestModels.Random(SpinGraph.Complete(12), 0.5, seed: 1),
            TestModels.Random(SpinGraph.Zephyr(1, 1), 1, seed: 2),
            TestModels.Random(TestModels.Disconnected(), 2, seed: 3),
            TestModels.Frustrated(TestModels.Torus(4, 4), seed: 4),
            TestModels.Frustrated(SpinGraph.Complete(16), seed: 5),
            TestModels.Random(SpinGraph.Complete(1), 3, seed: 6),
        }
        select new object[] { method, model };

    public static IEnumerable<object[]> AllMethods => Methods.Keys.Select(method => new object[] { method });

    // z = (estimate - exact) / standard error over many seeds. Were z standard normal, its mean would lie within 4 / sqrt(runs) = 0.28 of 0
    // and its mean square within 4 sqrt(2 / runs) = 0.4 of 1. The logarithm of an unbiased estimate is low by half the squared error, which
    // lowers the mean of z by half an error.
    [TestMethod]
    [DynamicData(nameof(MethodsAndModels))]
    public void StandardErrorsCoverTheExactValue(LogPartitionMethod method, IsingModel model)
    {
        const double beta = 0.9;
        double exact = LogPartitionFunction.Exact(model, beta).Value;
        LogPartitionEstimate[] estimates = [.. Enumerable.Range(0, Runs).Select(seed => Methods[method](model, beta, (ulong)seed))];

        double[] z = [.. estimates.Select(e => (e.Value - exact) / e.StandardError)];
        double error = estimates.Average(e => e.StandardError);
        Assert.IsTrue(estimates.All(e => e.Method == method));
        Assert.AreEqual(-error / 2, z.Average(), 4 / Math.Sqrt(Runs), "mean of z");
        Assert.AreEqual(1, z.Average(x => x * x), 4 * Math.Sqrt(2.0 / Runs), "mean square of z");
        Assert.IsLessThan(0.25, error, "standard error, or the test is void");
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void IndependentSpinsHaveTheClosedForm(LogPartitionMethod method)
    {
        IsingModel model = TestModels.Random(SpinGraph.FromEdges(200, []), 0.5, seed: 7);
        LogPartitionEstimate estimate = Methods[method](model, 1.5, 1);

        double exact = model.Fields.Sum(h => Math.Log(2 * Math.Cosh(1.5 * h)));
        Assert.AreEqual(exact, estimate.Value, 4 * estimate.StandardError);
        Assert.IsLessThan(0.2, estimate.StandardError);
    }

    // A ring of 60 spins: Z = lambda_+^60 + lambda_-^60, lambda = e^(-beta J) +- e^(beta J).
    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void RingBeyondEnumerationAgreesWithTheTransferMatrix(LogPartitionMethod method)
    {
        LogPartitionEstimate estimate = Methods[method](TestModels.Uniform(TestModels.Ring(60), 0, 0.7f), 1, 2);

        double exact = 60 * Math.Log(2 * Math.Cosh(0.7f)) + Math.Log(1 + Math.Pow(Math.Tanh(0.7f), 60));
        Assert.AreEqual(exact, estimate.Value, 4 * estimate.StandardError);
        Assert.IsLessThan(0.2, estimate.StandardError);
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void BetaZeroIsExact(LogPartitionMethod method)
    {
        LogPartitionEstimate estimate = Methods[method](TestModels.Random(SpinGraph.Complete(40), 3, seed: 8), 0, 3);

        Assert.AreEqual(40 * Math.Log(2), estimate.Value, 1e-12);
        Assert.AreEqual(0, estimate.StandardError);
    }
}
