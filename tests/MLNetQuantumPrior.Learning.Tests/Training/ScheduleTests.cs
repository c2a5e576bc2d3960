namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ScheduleTests
{
    [TestMethod]
    public void LearningRateFallsLinearlyOverTheSecondHalf()
    {
        var schedule = new Schedule(new() { Epochs = 10, LearningRate = 0.1 }, StepsPerEpoch: 100);

        Assert.AreEqual(0.1, schedule.LearningRate(0), 1e-12);
        Assert.AreEqual(0.1, schedule.LearningRate(500), 1e-12);
        Assert.AreEqual(0.05, schedule.LearningRate(750), 1e-12);
        Assert.IsTrue(schedule.LearningRate(999) is > 0 and < 0.001);
    }

    [TestMethod]
    public void KlWeightRisesLinearlyOverTheWarmUp()
    {
        var schedule = new Schedule(new() { Epochs = 12, KlWeight = 0.8, KlWarmUpEpochs = 4 }, StepsPerEpoch: 10);

        Assert.AreEqual(0.02, schedule.KlWeight(0), 1e-12);
        Assert.AreEqual(0.4, schedule.KlWeight(19), 1e-12);
        Assert.AreEqual(0.8, schedule.KlWeight(39), 1e-12);
        Assert.AreEqual(0.8, schedule.KlWeight(119), 1e-12);
    }

    [TestMethod]
    public void ShortTrainingsWarmUpForAThirdOfTheirTime() =>
        Assert.AreEqual(0.5, new Schedule(new() { Epochs = 3, KlWarmUpEpochs = 4 }, StepsPerEpoch: 10).KlWeight(4), 1e-12);

    [TestMethod]
    public void WithoutWarmUpTheWeightIsFullAtOnce() =>
        Assert.AreEqual(1, new Schedule(new() { KlWarmUpEpochs = 0 }, StepsPerEpoch: 10).KlWeight(0));
}
