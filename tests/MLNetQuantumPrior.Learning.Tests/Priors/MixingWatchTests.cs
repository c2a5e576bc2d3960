namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class MixingWatchTests
{
    private const int Chains = 60, Steps = 200;

    private static readonly BoltzmannReport Plain = new(1, 2, 3, 4);

    [TestMethod]
    public void ChainsThatStayWhereTheyAreWarnAndGetMoreRounds()
    {
        var watch = new MixingWatch(stride: 1, maxRounds: 4);
        var random = new Random(1);
        int[] rounds = [.. Enumerable.Range(0, 4).Select(_ =>
        {
            BoltzmannReport report = Epoch(watch, (chain, step) => chain + random.NextDouble());
            Assert.IsGreaterThan(BoltzmannReport.LargestRHat, report.RHat!.Value);
            StringAssert.Contains(report.Warning, "stopped mixing");
            Assert.IsNull((report with { StepsPerRedraw = 50 }).Warning); // fresh draws make up for it
            return report.Rounds!.Value;
        })];

        CollectionAssert.AreEqual(new[] { 1, 2, 4, 4 }, rounds);

        // Once they mix again, the rounds go back.
        Epoch(watch, (_, _) => random.NextDouble());
        Assert.AreEqual(2, watch.Rounds);
    }

    [TestMethod]
    public void ChainsThatMixUnderAMovingModelAreWell()
    {
        var random = new Random(2);

        // All energies fall together as the model learns: no sign of bad mixing.
        BoltzmannReport report = Epoch(new(stride: 1, maxRounds: 4), (_, step) => random.NextDouble() - step);

        Assert.AreEqual(1, report.RHat!.Value, 0.02);
        Assert.AreEqual(1, report.AutocorrelationTime!.Value, 0.2);
        Assert.AreEqual(0.75, report.EffectiveShare!.Value, 1e-12);
        Assert.IsNull(report.Warning);
    }

    [TestMethod]
    public void AutocorrelationTimeIsInSteps()
    {
        // x' = a x + noise has the time (1 + a) / (1 - a) = 9; seen at every second step.
        var random = new Random(3);
        double[] x = new double[Chains];
        BoltzmannReport report = Epoch(
            new(stride: 2, maxRounds: 1),
            (chain, _) => x[chain] = (0.8 * x[chain]) + Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6,
            2000);

        Assert.AreEqual(9, report.AutocorrelationTime!.Value, 1.5);
    }

    [TestMethod]
    public void WornOutWeightsWarn()
    {
        var watch = new MixingWatch(stride: 1, maxRounds: 1);
        watch.Add([1, 2], effectiveShare: 0.3);
        StringAssert.Contains(watch.EndEpoch(Plain).Warning, "learns faster than its chains follow (effective share 0.30)");
    }

    [TestMethod]
    public void WithoutChainsThereIsNothingToReport()
    {
        var watch = new MixingWatch(stride: 1, maxRounds: 1);
        watch.Add([], effectiveShare: null);
        Assert.AreSame(Plain, watch.EndEpoch(Plain));
    }

    private static BoltzmannReport Epoch(MixingWatch watch, Func<int, int, double> energy, int steps = Steps)
    {
        for (int step = 0; step < steps; step++)
        {
            double[] energies = [.. Enumerable.Range(0, Chains).Select(chain => energy(chain, step))];
            watch.Add(watch.ChainsWanted(step) >= Chains ? energies : [], effectiveShare: 0.75);
        }

        return watch.EndEpoch(Plain);
    }
}
