namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class WeightedChoiceTests
{
    [TestMethod]
    [DataRow(new double[] { 1, 2, 0, 1 }, 0, 0)]
    [DataRow(new double[] { 1, 2, 0, 1 }, 0.2499, 0)]
    [DataRow(new double[] { 1, 2, 0, 1 }, 0.25, 1)]
    [DataRow(new double[] { 1, 2, 0, 1 }, 0.7499, 1)]
    [DataRow(new double[] { 1, 2, 0, 1 }, 0.75, 3)]
    [DataRow(new double[] { 0, 0, 3, 0 }, 0, 2)] // what has no chance is not chosen at either end
    [DataRow(new double[] { 0, 0, 3, 0 }, 0.99999994, 2)]
    [DataRow(new double[] { 0.1, 0.2, 0.7, 0 }, 0.99999994, 2)]
    [DataRow(new double[] { 0, 0 }, 0.5, 1)]
    [DataRow(new double[] { 5 }, 0.9, 0)]
    public void EachNumberChoosesTheWeightThatItFallsInto(double[] weights, double uniform, int expected) =>
        Assert.AreEqual(expected, WeightedChoice.Of(weights, uniform));
}
