namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LogPartitionMeanTests
{
    [TestMethod]
    public void LinearDriftIsTakenOutWhereverTheAnchorsLie()
    {
        // Two epochs of 5 and 7 steps; anchors after steps 4, 6 and 12, so one segment reaches over both epochs. The drift
        // is .5 a step since the last anchor.
        var mean = new LogPartitionMean();
        long[] anchors = [4, 6, 12];
        double drift = 0, expected = 0;
        long last = 0, rows = 0;
        for (long step = 1; step <= 12; step++)
        {
            double truth = step * step;
            drift += 0.5;
            bool anchored = anchors.Contains(step);
            mean.Add(3, anchored ? truth : truth + drift, anchored ? new(drift, step - last, 0.1) : null);
            bool known = step != 5; // a segment's first steps were reported with their epoch, drift and all
            expected += 3 * (known ? truth : truth + drift);
            rows += 3;
            (drift, last) = anchored ? (0, step) : (drift, last);
            if (step is 5 or 12)
            {
                Assert.AreEqual(expected / rows, mean.EndEpoch()!.Value, 1e-9);
                (expected, rows) = (0, 0);
            }
        }
    }

    [TestMethod]
    public void OneUnknownStepMakesTheMeanUnknown()
    {
        var mean = new LogPartitionMean();
        mean.Add(1, 5, null);
        mean.Add(1, null, null);
        Assert.IsNull(mean.EndEpoch());
        mean.Add(2, 5, null);
        Assert.AreEqual(5, mean.EndEpoch());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(99)]
    [DataRow(100)]
    [DataRow(469)]
    [DataRow(501)]
    [DataRow(3001)]
    public void AnchorsLieAtTheEndsOfEpochsNeitherRareNorFrequent(int perEpoch)
    {
        var anchors = new AnchorSteps(perEpoch);
        long[] steps = [.. Enumerable.Range(0, 20 * Math.Max(perEpoch, 100)).Where(step => anchors.Contains(step))
            .Select(step => step + 1L)];

        Assert.IsGreaterThan(9, steps.Length);
        foreach ((long gap, long step) in steps.Zip(steps.Prepend(0), (step, before) => (step - before, step)))
        {
            Assert.IsTrue(gap is >= 100 and <= 500, $"{gap} steps");
            Assert.IsTrue(perEpoch > 500 || step % perEpoch == 0, $"step {step}");
        }

        Assert.IsTrue(perEpoch < 100 || Enumerable.Range(1, 20).All(epoch => steps.Contains((long)epoch * perEpoch)));
    }
}
