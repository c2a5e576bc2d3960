namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class LogPartitionFunctionTests
{
    private static readonly AnnealedImportanceSampling Short = new() { Temperatures = 10, Chains = 64 };

    [TestMethod]
    public void EstimateIsExactUpToTheLargestModelThatCanBeEnumerated()
    {
        IsingModel model = TestModels.Random(TestModels.Ring(24), 1, seed: 1);

        LogPartitionEstimate estimate = LogPartitionFunction.Estimate(model, seed: 1, beta: 0.5, Short);

        Assert.AreEqual(LogPartitionFunction.Exact(model, 0.5), estimate);
        Assert.AreEqual(
            new(new ExactEnumeration(model, 0.5).LogPartition, 0, double.PositiveInfinity, LogPartitionMethod.Enumeration), estimate);
    }

    [TestMethod]
    public void EstimateEliminatesLargerModelsOnThinGraphs()
    {
        IsingModel model = TestModels.Random(TestModels.Ring(25), 1, seed: 1);

        LogPartitionEstimate estimate = LogPartitionFunction.Estimate(model, seed: 7, beta: 0.5, Short);

        Assert.AreEqual(LogPartitionFunction.Exact(model, 0.5), estimate);
        Assert.AreEqual(
            new(new ExactElimination(model, 0.5).LogPartition, 0, double.PositiveInfinity, LogPartitionMethod.Elimination), estimate);
    }

    [TestMethod]
    public void EstimateAnnealsLargerModelsOnWideGraphs()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(25), 0.3, seed: 1);

        LogPartitionEstimate estimate = LogPartitionFunction.Estimate(model, seed: 7, beta: 0.5, Short);

        Assert.AreEqual(Short.Estimate(model, seed: 7, beta: 0.5), estimate);
        Assert.AreEqual(LogPartitionMethod.AnnealedImportanceSampling, estimate.Method);
        Assert.Throws<ArgumentException>(() => LogPartitionFunction.Exact(model));
    }
}
