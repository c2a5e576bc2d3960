using MLNetQuantumPrior.Experiments;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests.Experiments;

[TestClass]
public sealed class SquareLatticeTests
{
    // Above, near and below the critical temperature, K = 0.4407.
    [TestMethod]
    [DataRow(3, 3, 0.2)]
    [DataRow(3, 5, 0.44)]
    [DataRow(5, 3, 0.44)]
    [DataRow(4, 4, 0.6)]
    [DataRow(5, 6, 0.3)]
    [DataRow(5, 6, 1.2)]
    public void TheFormulaIsTheSumOverAllStates(int width, int height, double strength)
    {
        var right = from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select (At(x, y), At(x + 1, y), -1.0);
        var below = from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select (At(x, y), At(x, y + 1), -1.0);
        IsingModel model = IsingModel.FromTriples(new double[width * height], right.Concat(below));

        Assert.AreEqual(
            LogPartitionFunction.Exact(model, strength).Value, SquareLattice.LogPartition(width, height, strength), 1e-9);

        int At(int x, int y) => (y % height * width) + (x % width);
    }

    [TestMethod]
    public void ALargeColdLatticeHasTwoGroundStates() =>
        Assert.AreEqual((2 * 64 * 64 * 3.0) + Math.Log(2), SquareLattice.LogPartition(64, 64, 3), 1e-3);
}
