using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LatentClassTrainerTests
{
    private const int Spins = 8;
    private const int Rows = 20_000;

    private static readonly SpinGraph Graph = SpinGraph.Complete(Spins);
    private static readonly IsingModel Prior = SmallMachines.Random(Graph, 0.3f, seed: 10);
    private static readonly IsingModel[] Truths = [SmallMachines.Random(Graph, 0.6f, seed: 11), SmallMachines.Valleys(Spins, 0.5f, 0.1f)];

    // Logits so large that a code is certain: the rows are exact draws from known machines.
    [TestMethod]
    public void GivesEachClassTheMachineOfItsRowsAndFieldsThatMatchItsMeans()
    {
        ClassMoments moments = Draws();
        var options = new BoltzmannFitOptions { Steps = 3000, LearningRate = 0.01 };
        ImmutableArray<LatentClass> classes = new LatentClassTrainer(new ExactSampler(), options).Train(Prior, moments, seed: 1);

        CollectionAssert.AreEqual(new[] { "flat", "deep" }, classes.Select(c => c.Name).ToArray());
        for (int k = 0; k < 2; k++)
        {
            Assert.AreEqual(Rows, classes[k].Rows);

            // The best fit to N rows is d/2 nats / N off for d parameters: 36 / 40,000 = .0009.
            Assert.IsLessThan(0.005, SmallMachines.Divergence(Truths[k], classes[k].Prior), classes[k].Name);

            float[] shifted = [.. Prior.Fields.Zip(classes[k].Fields, (h, f) => h + f)];
            var law = new ExactEnumeration(new(Graph, shifted, Prior.Couplings.AsSpan()));
            for (int i = 0; i < Spins; i++)
            {
                Assert.AreEqual(moments.Of(k).Values[i], law.MeanSpins[i], 0.01, $"spin {i} of class '{classes[k].Name}'");
            }
        }
    }

    [TestMethod]
    public void ThreadsDoNotChangeTheClassesAndEachIsReportedOnce()
    {
        ClassMoments moments = Draws();
        var options = new BoltzmannFitOptions { Steps = 40, Chains = 100, MaxDegreeOfParallelism = 1 };
        var reports = new Reports();
        ImmutableArray<LatentClass> one = new LatentClassTrainer(new ExactSampler(), options).Train(Prior, moments, seed: 2);
        ImmutableArray<LatentClass> two = new LatentClassTrainer(new ExactSampler(), options with { MaxDegreeOfParallelism = 2 })
            .Train(Prior, moments, seed: 2, reports);

        for (int k = 0; k < 2; k++)
        {
            CollectionAssert.AreEqual(one[k].Fields, two[k].Fields);
            CollectionAssert.AreEqual(one[k].Prior.Fields, two[k].Prior.Fields);
            CollectionAssert.AreEqual(one[k].Prior.Couplings, two[k].Prior.Couplings);
        }

        CollectionAssert.AreEquivalent(new[] { "flat", "deep" }, reports.Seen.Select(r => r.Name).ToArray());
        CollectionAssert.AreEqual(new[] { (1, 2), (2, 2) }, reports.Seen.Select(r => (r.Finished, r.Classes)).ToArray());
        Assert.IsTrue(reports.Seen.All(r => r.Rows == Rows && r.PriorMomentError > 0 && r.FieldsMomentError > 0));
    }

    [TestMethod]
    public void RefusesMomentsOfAnotherGraphAndClassesWithoutRows()
    {
        var trainer = new LatentClassTrainer(new ExactSampler(), new() { Steps = 4 });
        var none = new ClassMoments(Graph, ["some", "none"]);
        none.Add(new float[Spins], [0]);

        Assert.StartsWith(
            "Class 'none': expected at least one row, got none.",
            Assert.ThrowsExactly<ArgumentException>(() => trainer.Train(Prior, none, seed: 1)).Message);
        foreach (SpinGraph other in new[] { SpinGraph.Complete(Spins + 1), SpinGraph.Bipartite(4, 4) })
        {
            Assert.StartsWith(
                $"Moments: expected those of the prior's graph complete(8), got {other}.",
                Assert.ThrowsExactly<ArgumentException>(() => trainer.Train(Prior, new(other, ["any"]), seed: 1)).Message);
        }
    }

    [TestMethod]
    public void CancellingEndsTheTraining()
    {
        var endless = new LatentClassTrainer(new ExactSampler(), new() { Steps = int.MaxValue });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.Throws<OperationCanceledException>(() => endless.Train(Prior, Draws(), seed: 1, cancel: cancel.Token));
    }

    private static ClassMoments Draws()
    {
        var moments = new ClassMoments(Graph, ["flat", "deep"]);
        for (int k = 0; k < 2; k++)
        {
            SpinMatrix draws = new ExactSampler().Sample(Truths[k], new(Rows, (ulong)k)).Spins;
            float[] logits = [.. draws.AsSpan().ToArray().Select(spin => 40f * spin)];
            moments.Add(logits, Enumerable.Repeat(k, Rows).ToArray());
        }

        return moments;
    }

    private sealed class Reports : IProgress<LatentClassReport>
    {
        public List<LatentClassReport> Seen { get; } = [];

        public void Report(LatentClassReport value) => Seen.Add(value);
    }
}
