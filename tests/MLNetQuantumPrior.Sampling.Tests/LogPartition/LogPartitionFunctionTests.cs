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
    [DataRow(0)]
    [DataRow(0.7)]
    [DataRow(3)]
    public void IndependentSpinsHaveAClosedFormThatEqualsEnumeration(double beta)
    {
        IsingModel model = TestModels.Random(SpinGraph.Independent(20), 1, seed: 3);

        LogPartitionEstimate estimate = LogPartitionFunction.Estimate(model, seed: 1, beta);

        Assert.AreEqual(new ExactEnumeration(model, beta).LogPartition, estimate.Value, 1e-9);
        Assert.AreEqual((0, LogPartitionMethod.ClosedForm), (estimate.StandardError, estimate.Method));
        Assert.AreEqual(estimate, LogPartitionFunction.Exact(model, beta));
    }

    [TestMethod]
    public void StrongFieldsDoNotOverflow()
    {
        var model = new IsingModel(SpinGraph.Independent(2), [5000, -300], []);

        Assert.AreEqual(5300, LogPartitionFunction.Exact(model).Value, 1e-9);
        Assert.Throws<ArgumentException>(() => LogPartitionFunction.Exact(model, beta: double.NaN));
        Assert.Throws<ArgumentException>(() => LogPartitionFunction.Exact(model, beta: -1));
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
