namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class BetaScheduleTests
{
    private static readonly IsingModel Flat = TestModels.Uniform(TestModels.Ring(4), 0, 0);

    [TestMethod]
    public void LinearTakesEqualStepsInUnitsOfTheTarget() =>
        AssertBetas([1, 1.5, 2, 2.5, 3], BetaSchedule.Linear(0.5, 1.5), target: 2);

    [TestMethod]
    public void GeometricTakesEqualRatiosInUnitsOfTheTarget() =>
        AssertBetas([0.2, 0.4, 0.8, 1.6, 3.2], BetaSchedule.Geometric(0.1, 1.6), target: 2);

    [TestMethod]
    public void CustomNumbersTakeEqualPartsOfTheSweeps()
    {
        AssertBetas([0, 0, 6, 6, 3, 3], BetaSchedule.Custom(0, 2, 1), target: 3);
        AssertBetas([0, 2, 1], BetaSchedule.Custom(0, 2, 1), target: 1);
        AssertBetas([5, 5, 5], BetaSchedule.Custom(5), target: 1);
        AssertBetas([2, 4], BetaSchedule.Custom(1, 2, 3, 4), target: 1);
    }

    [TestMethod]
    public void OneSweepIsMadeAtTheEnd()
    {
        AssertBetas([7], BetaSchedule.Linear(3, 7), target: 1);
        AssertBetas([7], BetaSchedule.Geometric(3, 7), target: 1);
    }

    // h = (1, 0, 0, 0), J_01 = 2, J_12 = -0.5; spin 3 is free. S = (3, 2.5, 0.5), m = (2, 2, 0.5).
    [TestMethod]
    public void AutomaticGoesFromTheLargestLocalFieldToTheSmallestStep()
    {
        var model = new IsingModel(SpinGraph.FromEdges(4, [new(0, 1), new(1, 2)]), [1, 0, 0, 0], [2, -0.5f]);
        double hot = Math.Log(2) / 6;
        double cold = Math.Log(400) / 1;

        Func<int, double> betas = BetaSchedule.Automatic.Betas(model, target: 1, sweeps: 3);

        Assert.AreEqual(hot, betas(0), 1e-12);
        Assert.AreEqual(Math.Sqrt(hot * cold), betas(1), 1e-12);
        Assert.AreEqual(cold, betas(2), 1e-12);
    }

    // One spin of 1e-6 among spins of 1 would let the schedule end a million times colder.
    [TestMethod]
    public void ANearlyDeadSpinDoesNotStretchTheAutomaticSchedule()
    {
        var model = new IsingModel(
            SpinGraph.FromEdges(6, [new(0, 1), new(1, 2), new(2, 3), new(3, 4)]), [0, 0, 0, 0, 0, 1e-6f], [1, 1, 1, 1]);

        Assert.AreEqual(Math.Log(600) / (2 * 0.01), BetaSchedule.Automatic.Betas(model, target: 1, sweeps: 9)(8), 1e-9);
    }

    [TestMethod]
    public void AutomaticScalesWithTheModelAndKnowsFlatOnes()
    {
        IsingModel model = TestModels.Random(TestModels.Ring(6), 1, seed: 1);
        var tripled = new IsingModel(model.Graph, [.. model.Fields.Select(h => 3 * h)], [.. model.Couplings.Select(j => 3 * j)]);

        Assert.AreEqual(Betas(model)(5) / 3, Betas(tripled)(5), 1e-6);
        Assert.IsTrue(double.IsFinite(Betas(Flat)(0)) && double.IsFinite(Betas(Flat)(9)));

        static Func<int, double> Betas(IsingModel model) => BetaSchedule.Automatic.Betas(model, target: 1, sweeps: 10);
    }

    [TestMethod]
    public void SchedulesAreEqualWhereTheirNumbersAre()
    {
        Assert.AreEqual(BetaSchedule.Linear(0, 1), BetaSchedule.Linear(0, 1));
        Assert.AreNotEqual(BetaSchedule.Linear(1, 2), BetaSchedule.Geometric(1, 2));
        Assert.AreEqual(BetaSchedule.Custom(0, 2, 1), BetaSchedule.Custom(0, 2, 1));
        Assert.AreNotEqual(BetaSchedule.Custom(0, 2, 1), BetaSchedule.Custom(0, 3, 1));
    }

    [TestMethod]
    public void RefusesNumbersOutOfRange()
    {
        foreach (double wrong in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => BetaSchedule.Linear(wrong, 1));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => BetaSchedule.Linear(0, wrong));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => BetaSchedule.Geometric(wrong, 1));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => BetaSchedule.Geometric(1, wrong));
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => BetaSchedule.Custom(1, wrong));
        }

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => BetaSchedule.Geometric(0, 1));
        Assert.ThrowsExactly<ArgumentException>(() => BetaSchedule.Custom());
        Assert.ThrowsExactly<ArgumentException>(() => BetaSchedule.Custom(default));
    }

    private static void AssertBetas(double[] expected, BetaSchedule schedule, double target)
    {
        Func<int, double> betas = schedule.Betas(Flat, target, expected.Length);
        for (int sweep = 0; sweep < expected.Length; sweep++)
        {
            Assert.AreEqual(expected[sweep], betas(sweep), 1e-12, $"sweep {sweep}");
        }
    }
}
