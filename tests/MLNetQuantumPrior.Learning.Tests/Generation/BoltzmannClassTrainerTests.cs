using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class BoltzmannClassTrainerTests
{
    private const int Spins = 8;
    private const int Rows = 20_000;

    private static readonly SpinGraph Graph = SpinGraph.Complete(Spins);
    private static readonly IsingModel Prior = SmallMachines.Random(Graph, 0.3f, seed: 10);
    private static readonly IsingModel[] Truths = [SmallMachines.Random(Graph, 0.6f, seed: 11), SmallMachines.Valleys(Spins, 0.5f, 0.1f)];

    [TestMethod]
    public void GivesEachClassTheMachineOfItsRowsAndFieldsThatMatchItsMeans()
    {
        LabelledCodes codes = Draws(Truths);
        var options = new ClassFitOptions { Steps = 3000, LearningRate = 0.01, Classifier = null };
        BoltzmannClasses learned = new BoltzmannClassTrainer(new ExactSampler(), options).Train(Prior, codes, seed: 1);

        CollectionAssert.AreEqual(new[] { "0", "1" }, learned.Items.Select(c => c.Name).ToArray());
        Assert.IsNull(learned.Classifier);
        Assert.IsNull(learned.LabelledPrior);
        for (int k = 0; k < 2; k++)
        {
            BoltzmannClass item = learned.Items[k];
            ClassMachine machine = item.Machines.Single();
            Assert.AreEqual((Rows, Rows), (item.Rows, machine.Rows));

            // The best fit to N rows is d/2 nats / N off for d parameters: 36 / 40,000 = .0009.
            Assert.IsLessThan(0.005, SmallMachines.Divergence(Truths[k], machine.Prior), item.Name);

            var law = new ExactEnumeration(Prior.WithAddedFields(item.Fields.AsSpan()));
            for (int i = 0; i < Spins; i++)
            {
                double mean = codes.RowsOfClasses[k].Average(row => Math.Sign(codes[row][i]));
                Assert.AreEqual(mean, law.MeanSpins[i], 0.01, $"spin {i} of class '{item.Name}'");
            }
        }
    }

    // A class of two styles: far from each other, so that k-means tells them apart but for a few rows, and coupled in different ways, so
    // that no single machine is both.
    [TestMethod]
    public void SeveralMachinesFollowAClassOfSeveralStyles()
    {
        IsingModel[] styles = [Styled(1, seed: 12), Styled(-1, seed: 13)];
        LabelledCodes both = Draws([styles[0], styles[0], styles[1]]);
        var codes = new LabelledCodes(["any"], Spins, both.Slice(0, both.Rows).ToArray(), new int[both.Rows]);
        double[] truth = Mixed([2.0 / 3, 1.0 / 3], styles);

        double[] divergences = [Divergence(1), Divergence(2)];

        Assert.IsLessThan(0.01, divergences[1]);
        Assert.IsGreaterThan(10 * divergences[1], divergences[0], "one machine is not enough");

        double Divergence(int machines)
        {
            var options = new ClassFitOptions { MachinesPerClass = machines, Steps = 3000, LearningRate = 0.01, Classifier = null };
            BoltzmannClass fitted = new BoltzmannClassTrainer(new ExactSampler(), options).Train(Prior, codes, seed: 3).Items[0];
            Assert.HasCount(machines, fitted.Machines);
            Assert.AreEqual(both.Rows, fitted.Rows);
            double[] law = Mixed(
                [.. fitted.Machines.Select(machine => (double)machine.Rows / fitted.Rows)],
                [.. fitted.Machines.Select(machine => machine.Prior)]);
            return truth.Zip(law, (p, q) => p * Math.Log(p / q)).Sum();
        }
    }

    [TestMethod]
    public void SmallClassesGetFewerMachines()
    {
        int rows = (3 * BoltzmannClassTrainer.LeastRowsPerMachine) - 1;
        var random = new Random(4);
        var codes = new LabelledCodes(
            ["a", "b"], 2, [.. Enumerable.Range(0, 2 * rows).Select(_ => (float)random.NextDouble())],
            [0, .. Enumerable.Repeat(1, rows - 1)]);
        var options = new ClassFitOptions { MachinesPerClass = 9, Steps = 4, Classifier = null };

        BoltzmannClasses learned = new BoltzmannClassTrainer(new ExactSampler(), options)
            .Train(SmallMachines.Flat(SpinGraph.Complete(2)), codes, seed: 1);

        Assert.HasCount(1, learned.Items[0].Machines);
        Assert.HasCount(2, learned.Items[1].Machines);
        Assert.IsTrue(learned.Items[1].Machines.All(machine => machine.Rows > 0));
        Assert.AreEqual(rows - 1, learned.Items[1].Rows);
    }

    // Classes that differ in fields alone are what label spins can say exactly.
    [TestMethod]
    public void LabelSpinsHeldAtAClassGiveItsLaw()
    {
        IsingModel[] truths = [.. Enumerable.Range(0, 3).Select(k =>
            Prior.WithAddedFields(SmallMachines.Random(Graph, 0.8f, seed: 30 + k).Fields.AsSpan()))];
        var options = new ClassFitOptions { Steps = 6000, LearningRate = 0.01, LabelSpins = true, Classifier = null };
        BoltzmannClasses learned = new BoltzmannClassTrainer(new ExactSampler(), options).Train(Prior, Draws(truths), seed: 1);

        for (int k = 0; k < 3; k++)
        {
            IsingModel ofClass = LabelSpins.Conditional(learned.LabelledPrior!, Prior, k);
            Assert.IsLessThan(0.01, SmallMachines.Divergence(truths[k], ofClass), $"class {k}");
            Assert.IsGreaterThan(0.1, SmallMachines.Divergence(truths[k], Prior));
        }
    }

    // The probability of a class is known where the laws of the classes are.
    [TestMethod]
    public void TheClassifierGivesTheProbabilityOfAClassByTheCode()
    {
        var options = new ClassFitOptions { Steps = 4, Classifier = new() { Epochs = 10 } };
        Classifier classifier = new BoltzmannClassTrainer(new ExactSampler(), options).Train(Prior, Draws(Truths), seed: 1).Classifier!;

        double[] first = new ExactEnumeration(Truths[0]).Probabilities(), second = new ExactEnumeration(Truths[1]).Probabilities();
        double error = 0;
        for (int state = 0; state < first.Length; state++)
        {
            float[] found = new float[2];
            classifier.Predict([.. Enumerable.Range(0, Spins).Select(i => (float)((state >> i) & 1))], found);
            error += (first[state] + second[state]) / 2 * Math.Abs(found[0] - (first[state] / (first[state] + second[state])));
        }

        Assert.IsLessThan(0.03, error);
    }

    [TestMethod]
    public void ThreadsDoNotChangeWhatIsLearnedAndEachFitIsReportedOnce()
    {
        LabelledCodes codes = Draws(Truths);
        var options = new ClassFitOptions
        {
            MachinesPerClass = 2, LabelSpins = true, Steps = 40, Chains = 100, MaxDegreeOfParallelism = 1,
            Classifier = new() { Epochs = 1, MaxDegreeOfParallelism = 1 },
        };
        var reports = new Reports();
        byte[] one = ClassFile.Write(new BoltzmannClassTrainer(new ExactSampler(), options).Train(Prior, codes, seed: 2));
        byte[] two = ClassFile.Write(new BoltzmannClassTrainer(
            new ExactSampler(), options with { MaxDegreeOfParallelism = 2, Classifier = new() { Epochs = 1, MaxDegreeOfParallelism = 2 } })
            .Train(Prior, codes, seed: 2, reports));

        CollectionAssert.AreEqual(one, two);
        CollectionAssert.AreEquivalent(
            new[]
            {
                "machine of class '0'", "machine of class '1'",
                "machine 1 of 2 of class '0'", "machine 2 of 2 of class '0'", "machine 1 of 2 of class '1'", "machine 2 of 2 of class '1'",
                "fields of class '0'", "fields of class '1'", "label spins",
            },
            reports.Seen.Select(r => r.Fit).ToArray());
        CollectionAssert.AreEqual(
            Enumerable.Range(1, 9).Select(k => (k, 9)).ToArray(), reports.Seen.Select(r => (r.Finished, r.Fits)).ToArray());
        Assert.AreEqual(4 * 2 * Rows, reports.Seen.Sum(r => r.Rows), "each kind of fit sees each row once");
        Assert.IsTrue(reports.Seen.All(r => r.MomentError > 0));
    }

    [TestMethod]
    public void RefusesCodesOfAnotherSize() => Assert.StartsWith(
        "Codes: expected 8 spins, as the prior has, got 9.",
        Assert.ThrowsExactly<ArgumentException>(
            () => new BoltzmannClassTrainer(new ExactSampler(), new()).Train(Prior, new(["a"], 9, new float[9], [0]), seed: 1)).Message);

    [TestMethod]
    public void CancellingEndsTheTraining()
    {
        var endless = new BoltzmannClassTrainer(new ExactSampler(), new() { Steps = int.MaxValue, MachinesPerClass = 3 });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.Throws<OperationCanceledException>(() => endless.Train(Prior, Draws(Truths), seed: 1, cancel: cancel.Token));
    }

    /// <summary>Fields towards a sign, and couplings of its own.</summary>
    private static IsingModel Styled(int sign, int seed)
    {
        IsingModel couplings = SmallMachines.Random(Graph, 0.5f, seed);
        return new(Graph, [.. Enumerable.Repeat(-1.2f * sign, Spins)], couplings.Couplings.AsSpan());
    }

    private static double[] Mixed(double[] shares, IsingModel[] machines)
    {
        double[] law = new double[1 << Spins];
        for (int k = 0; k < shares.Length; k++)
        {
            double[] own = new ExactEnumeration(machines[k]).Probabilities();
            for (int state = 0; state < law.Length; state++)
            {
                law[state] += shares[k] * own[state];
            }
        }

        return law;
    }

    /// <summary>Codes that are exact draws of a machine a class: logits so large that a code is certain.</summary>
    private static LabelledCodes Draws(IsingModel[] machines)
    {
        var logits = new List<float>();
        for (int k = 0; k < machines.Length; k++)
        {
            foreach (sbyte spin in new ExactSampler().Sample(machines[k], new(Rows, (ulong)k)).Spins.AsSpan())
            {
                logits.Add(40f * spin);
            }
        }

        int[] labels = [.. Enumerable.Range(0, machines.Length * Rows).Select(row => row / Rows)];
        return new([.. machines.Select((_, k) => $"{k}")], Spins, [.. logits], labels);
    }

    private sealed class Reports : IProgress<ClassFitReport>
    {
        public List<ClassFitReport> Seen { get; } = [];

        public void Report(ClassFitReport value) => Seen.Add(value);
    }
}
