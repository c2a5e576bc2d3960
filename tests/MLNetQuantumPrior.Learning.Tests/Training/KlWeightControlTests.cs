namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class KlWeightControlTests
{
    private static readonly Schedule Schedule = new(new() { Epochs = 30, KlWeight = 0.5, KlWarmUpEpochs = 2 }, StepsPerEpoch: 100);

    [TestMethod]
    [DataRow(10.0)]
    [DataRow(25.0)]
    public void TheWeightLeadsTheKlToItsTarget(double target)
    {
        // A KL of 20 / (1 + weight) nats and then some: falls where the weight rises, as it does in a training.
        var control = new KlWeightControl(Schedule, target);
        double kl = 0;
        for (long step = 0; step < 3000; step++)
        {
            kl = 5 + (30 / (1 + control.Weight(step)));
            control.Add(step, kl);
        }

        Assert.AreEqual(target, kl, 0.01);
    }

    [TestMethod]
    public void WithoutATargetOrDuringTheWarmUpTheScheduleRules()
    {
        var without = new KlWeightControl(Schedule, target: null);
        var with = new KlWeightControl(Schedule, target: 1);
        for (long step = 0; step < 199; step++)
        {
            without.Add(step, 50);
            with.Add(step, 50);
            Assert.AreEqual(Schedule.KlWeight(step), without.Weight(step));
            Assert.AreEqual(Schedule.KlWeight(step), with.Weight(step));
        }

        with.Add(200, 50);
        Assert.IsGreaterThan(Schedule.KlWeight(201), with.Weight(201));
    }

    [TestMethod]
    public void AnUnreachableTargetLeavesAFiniteWeight()
    {
        var control = new KlWeightControl(Schedule, target: 1);
        for (long step = 0; step < 100_000; step++)
        {
            control.Add(step, 1000);
        }

        Assert.AreEqual(0.5 * Math.Exp(7), control.Weight(3000), 1e-6);
    }
}
