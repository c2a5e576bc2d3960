using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class PriorCheckerTests
{
    private static readonly IsingModel Machine = SmallMachines.Random(SpinGraph.Complete(8), 0.5f, seed: 1);

    [TestMethod]
    public void AMachineIsRightForItsOwnMoments()
    {
        CheckedMachine found = Checker(SmallMachines.Moments(Machine)).CheckOrNull(Machine, default)!;

        Assert.IsLessThan(0.01, found.Check.BitError);
        Assert.IsLessThan(0.01, found.Check.PairError);
        Assert.IsLessThan(3, found.Check.BitError / found.Check.BitNoise);
        Assert.IsNull(found.Check.Warning);
        Assert.AreEqual(new ExactEnumeration(Machine).LogPartition, found.LogPartition, 0.1);
    }

    [TestMethod]
    public void ErrorsAreTheDistancesOfMoments()
    {
        TargetMoments other = SmallMachines.Moments(SmallMachines.Random(SpinGraph.Complete(8), 0.5f, seed: 2));
        double[] distances = [.. SmallMachines.Moments(Machine).Values.Zip(other.Values, (a, b) => Math.Abs(a - b) / 2)];

        PriorCheck check = Checker(other).CheckOrNull(Machine, default)!.Check;

        Assert.AreEqual(distances[..8].Average(), check.BitError, 0.01);
        Assert.AreEqual(distances[8..].Average(), check.PairError, 0.01);
        StringAssert.Contains(check.Warning, "generated rows will be");
    }

    [TestMethod]
    public void NoiseIsNoFault()
    {
        Assert.IsNull(new PriorCheck(0.024, 0) { BitNoise = 0.015 }.Warning);
        Assert.IsNotNull(new PriorCheck(0.024, 0) { BitNoise = 0.01 }.Warning);
        Assert.IsNotNull(new PriorCheck(0, 0.024) { BitNoise = 0.03 }.Warning);
        StringAssert.Contains(new PriorCheck(double.NaN, double.NaN).Warning, "cannot be checked");
    }

    [TestMethod]
    public void CrossEntropiesDifferByTheDivergence()
    {
        IsingModel other = SmallMachines.Random(SpinGraph.Complete(8), 0.5f, seed: 2);
        TargetMoments codes = SmallMachines.Moments(Machine);

        double excess = Of(other) - Of(Machine);

        Assert.AreEqual(SmallMachines.Divergence(Machine, other), excess, 0.01);
        double Of(IsingModel model) => new CheckedMachine(model, new(0, 0), new ExactEnumeration(model).LogPartition).CrossEntropy(codes);
    }

    private static PriorChecker Checker(TargetMoments codes) => new(codes, codeNoise: 0, population: 2048, seed: 1, threads: 2);
}
