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
        Assert.AreEqual(0.5, new Schedule(new() { Epochs = 3, KlWeight = 1, KlWarmUpEpochs = 4 }, StepsPerEpoch: 10).KlWeight(4), 1e-12);

    [TestMethod]
    public void WithoutWarmUpTheWeightIsFullAtOnce() =>
        Assert.AreEqual(1, new Schedule(new() { Epochs = 12, KlWeight = 1, KlWarmUpEpochs = 0 }, StepsPerEpoch: 10).KlWeight(0));

    [TestMethod]
    public void BitsAreHardFromTheLastThirdOn()
    {
        var schedule = new Schedule(new() { Steps = 300 }, StepsPerEpoch: 10);
        var never = new Schedule(new() { Steps = 300, HardBitsFrom = 1 }, StepsPerEpoch: 10);
        var always = new Schedule(new() { Steps = 300, Relaxation = Relaxation.ReinMax }, StepsPerEpoch: 10);

        Assert.IsFalse(schedule.AreBitsHard(199));
        Assert.IsTrue(schedule.AreBitsHard(200));
        Assert.IsFalse(never.AreBitsHard(299));
        Assert.IsFalse(never.NeedsEnding(100));
        Assert.IsTrue(always.AreBitsHard(0));
    }

    [TestMethod]
    public void AnEndingIsAThirdOfItsTrainingAndFallsToZero()
    {
        Schedule ending = new Schedule(new() { Steps = 300, LearningRate = 0.1 }, StepsPerEpoch: 10).Ending(step: 150, trained: 100);

        Assert.AreEqual(200, ending.Steps); // 50 of hard bits after 100 of soft ones
        Assert.IsFalse(ending.AreBitsHard(149));
        Assert.IsTrue(ending.AreBitsHard(150));
        Assert.AreEqual(0.1, ending.LearningRate(150), 1e-12);
        Assert.AreEqual(0.002, ending.LearningRate(199), 1e-12);
    }

    [TestMethod]
    public void ReportsCoverWholePassesOfAtLeastFiftySteps()
    {
        Assert.AreEqual(7, new Schedule(new() { Steps = 3000 }, StepsPerEpoch: 8).EpochsPerReport);
        Assert.AreEqual(1, new Schedule(new() { Steps = 3000 }, StepsPerEpoch: 60).EpochsPerReport);
        Assert.AreEqual(1, new Schedule(new() { Epochs = 30 }, StepsPerEpoch: 8).EpochsPerReport);
        Assert.AreEqual(2, new Schedule(new() { Steps = 11 }, StepsPerEpoch: 8).Epochs);
    }
}
