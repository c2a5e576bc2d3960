using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LatentGeneratorTests
{
    internal const int Spins = 8;
    internal const int Rows = 40_000;

    internal static readonly SpinGraph Graph = SpinGraph.Complete(Spins);
    internal static readonly IsingModel Prior = SmallMachines.Random(Graph, 0.3f, seed: 20);

    internal static readonly BoltzmannClasses Classes = new(
    [
        new("a", [.. SmallMachines.Random(Graph, 0.4f, seed: 21).Fields], [new(1, SmallMachines.Random(Graph, 0.3f, seed: 22))]),
        new("b", [.. SmallMachines.Random(Graph, 0.4f, seed: 23).Fields],
        [
            new(3, SmallMachines.Random(Graph, 0.3f, seed: 24)), new(1, SmallMachines.Random(Graph, 1.5f, seed: 25)),
        ]),
    ])
    {
        LabelledPrior = SmallMachines.Random(LabelSpins.Extended(Graph, classes: 2), 0.3f, seed: 26),
        Classifier = SomeClassifier(),
    };

    private static readonly GenerationOptions ByPriors = new() { Mode = GenerationMode.Conditional, Seed = 1 };
    private static readonly GenerationOptions ByFields = ByPriors with { Condition = GenerationCondition.Fields, Strength = 1.5 };

    private static readonly GenerationOptions ByLabelSpins = ByPriors with { Condition = GenerationCondition.LabelSpins };

    public static IEnumerable<object[]> Laws =>
    [
        [new GenerationOptions { Seed = 1 }, -1, Law(Prior)],
        [new GenerationOptions { Seed = 2, Beta = 0.5 }, -1, Law(Prior, 0.5)],
        [new GenerationOptions { Seed = 3, Mode = GenerationMode.LowEnergy }, -1, Law(Prior, 3)],
        [ByPriors, 0, Law(Classes.Items[0].Machines[0].Prior)],
        [ByPriors, 1, Mixture(1)],
        [ByPriors, -1, Law(Prior)],
        [ByPriors with { Beta = 1.5 }, 0, Law(Classes.Items[0].Machines[0].Prior, 1.5)],
        [ByFields, 0, Law(Shifted(1.5f, Classes.Items[0]))],
        [ByFields, 1, Law(Shifted(1.5f, Classes.Items[1]))],
        [ByFields with { Strength = 0 }, 1, Law(Prior)],
        [ByFields with { Beta = 3 }, 0, Law(Shifted(1.5f, Classes.Items[0]), 3)],
        [ByLabelSpins, 0, Held(0)],
        [ByLabelSpins, 1, Held(1)],
        [ByPriors with { Acceptance = true, MaxRounds = 200 }, 0, Accepted(Law(Classes.Items[0].Machines[0].Prior), 0)],
        [ByPriors with { Acceptance = true, MaxRounds = 200 }, 1, Accepted(Mixture(1), 1)],
        [ByPriors with { Acceptance = true, MaxRounds = 200 }, -1, Law(Prior)],
        [ByFields with { Acceptance = true, MaxRounds = 200 }, 1, Accepted(Law(Shifted(1.5f, Classes.Items[1])), 1)],
    ];

    // The models mix within the sweeps, so that rows are independent even where they start from the same draw.
    [TestMethod]
    [DynamicData(nameof(Laws))]
    public void RowsFollowTheLawOfTheirModeAndClass(GenerationOptions options, int label, double[] law)
    {
        var generator = new LatentGenerator(Prior, Classes, options with { PoolSize = 4000, Sweeps = 30 }, new ExactSampler());
        SampleSet drawn = generator.Draw(Enumerable.Repeat(label, Rows).ToArray(), Ids(Rows));

        for (int i = 0; i < Spins; i++)
        {
            AssertMean(state => Spin(state, i), s => s[i], $"s_{i}");
        }

        for (int e = 0; e < Graph.Edges.Length; e++)
        {
            (int i, int j) = (Graph.Edges[e].I, Graph.Edges[e].J);
            AssertMean(state => Spin(state, i) * Spin(state, j), s => s[i] * s[j], $"s_{i} s_{j}");
        }

        for (int row = 0; row < Rows; row += 999)
        {
            Assert.AreEqual(Prior.Energy(drawn.Spins[row]), drawn.Energies[row]);
        }

        void AssertMean(Func<int, double> ofState, Func<ReadOnlySpan<sbyte>, double> moment, string what)
        {
            double mean = law.Select((probability, state) => probability * ofState(state)).Sum(), sum = 0;
            for (int row = 0; row < Rows; row++)
            {
                sum += moment(drawn.Spins[row]);
            }

            Assert.AreEqual(mean, sum / Rows, (4 * Math.Sqrt((1 - (mean * mean)) / Rows)) + 1e-9, what);
        }
    }

    // A draw is kept with the mean of p(class | s) over the law, and rows are independent.
    [TestMethod]
    public void TheAcceptanceRateIsTheMeanProbabilityOfTheClass()
    {
        double[] law = Law(Classes.Items[0].Machines[0].Prior), probabilities = OfClass(0);
        double exact = law.Zip(probabilities, (p, y) => p * y).Sum();
        GenerationOptions options = ByPriors with { Acceptance = true, MaxRounds = 200, Sweeps = 30 };
        var diagnostics = (GenerationDiagnostics)new LatentGenerator(Prior, Classes, options, new ExactSampler())
            .Draw([.. Enumerable.Repeat(0, Rows), -1], Ids(Rows + 1)).Diagnostics!;

        Assert.AreEqual(Rows, diagnostics.Kept);
        Assert.AreEqual(0, diagnostics.Unaccepted);
        Assert.AreEqual(exact, diagnostics.AcceptanceRate, 4 * Math.Sqrt(exact * (1 - exact) / diagnostics.Proposed));
        Assert.IsTrue(exact is > 0.1 and < 0.7, "acceptance matters");
    }

    // The chance of no kept draw in r rounds is that of the complement to the r, averaged over what is drawn anew each time.
    [TestMethod]
    public void RowsWithoutAKeptDrawGetTheMostProbableOfTheirs()
    {
        double[] law = Law(Classes.Items[0].Machines[0].Prior), probabilities = OfClass(0);
        double refused = 1 - law.Zip(probabilities, (p, y) => p * y).Sum();
        GenerationOptions options = ByPriors with { Acceptance = true, MaxRounds = 3, Sweeps = 30 };
        SampleSet three = Draw(options);
        var diagnostics = (GenerationDiagnostics)three.Diagnostics!;

        double expected = Math.Pow(refused, 3);
        Assert.AreEqual(expected, (double)diagnostics.Unaccepted / Rows, 4 * Math.Sqrt(expected * (1 - expected) / Rows));

        // What a row gets with three rounds is at least as probable as with one or two, unless it was kept before.
        SampleSet one = Draw(options with { MaxRounds = 1 }), two = Draw(options with { MaxRounds = 2 });
        Assert.AreEqual(Rows - diagnostics.Kept, diagnostics.Unaccepted);
        Assert.IsTrue(Enumerable.Range(0, Rows).All(row => Probability(two, row) >= Probability(one, row) || !IsSame(two, one, row)));
        int better = Enumerable.Range(0, Rows).Count(row => Probability(three, row) > Probability(one, row));
        Assert.IsGreaterThan(Rows / 10, better);

        SampleSet Draw(GenerationOptions rounds) =>
            new LatentGenerator(Prior, Classes, rounds, new ExactSampler()).Draw(Enumerable.Repeat(0, Rows).ToArray(), Ids(Rows));

        double Probability(SampleSet drawn, int row) => probabilities[State(drawn.Spins[row])];

        static bool IsSame(SampleSet a, SampleSet b, int row) => a.Spins[row].SequenceEqual(b.Spins[row]);
    }

    // Sweeps do not leave a deep valley, so the shares of the valleys must come from the pool, by chance of draw and of choice.
    [TestMethod]
    public void ThePoolCarriesWhatSweepsCannotReach()
    {
        const int pool = 4000;
        IsingModel valleys = SmallMachines.Valleys(Spins, depth: 1.5f, tilt: 0.05f);
        var generator = new LatentGenerator(
            valleys, BoltzmannClasses.None, new() { PoolSize = pool, Sweeps = 3, Seed = 4 }, new ExactSampler());
        SampleSet drawn = generator.Draw(None(Rows), Ids(Rows));

        double exact = new ExactEnumeration(valleys).MeanSpins[0];
        double mean = Enumerable.Range(0, Rows).Average(row => drawn.Spins[row][0]);
        double variance = 1 - (exact * exact);
        Assert.AreEqual(exact, mean, 4 * Math.Sqrt((variance / pool) + (variance / Rows)));
        Assert.IsGreaterThan(0.3, 1 - Math.Abs(exact), "both valleys matter");
    }

    [TestMethod]
    public void AnnealsAPopulationWhereNoSamplerIsGiven()
    {
        var generator = new LatentGenerator(Prior, Classes, ByPriors with { PoolSize = 500 });
        SampleSet drawn = generator.Draw(Enumerable.Repeat(0, Rows).ToArray(), Ids(Rows));

        var law = new ExactEnumeration(Classes.Items[0].Machines[0].Prior);
        for (int i = 0; i < Spins; i++)
        {
            double mean = Enumerable.Range(0, Rows).Average(row => drawn.Spins[row][i]);
            Assert.AreEqual(law.MeanSpins[i], mean, 4 * Math.Sqrt((1 - Math.Pow(law.MeanSpins[i], 2)) / Rows));
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ARowDependsOnTheSeedItsIdAndItsClassAlone(bool acceptance)
    {
        var random = new Random(5);
        int[] labels = [.. Enumerable.Range(0, 400).Select(_ => random.Next(-1, 2))];
        ulong[] ids = [.. Enumerable.Range(0, 400).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
        GenerationOptions options = ByPriors with { PoolSize = 50, Sweeps = 2, Acceptance = acceptance, MaxRounds = 4 };
        SampleSet together = new LatentGenerator(Prior, Classes, options).Draw(labels, ids);

        // Backwards in batches of 7, by a generator of its own with one thread.
        var other = new LatentGenerator(Prior, Classes, options with { MaxDegreeOfParallelism = 1 });
        int[] order = [.. Enumerable.Range(0, 400).Reverse()];
        foreach (int[] batch in order.Chunk(7))
        {
            SampleSet part = other.Draw(Array.ConvertAll(batch, row => labels[row]), Array.ConvertAll(batch, row => ids[row]));
            for (int k = 0; k < batch.Length; k++)
            {
                Assert.IsTrue(together.Spins[batch[k]].SequenceEqual(part.Spins[k]), $"row {batch[k]}");
                Assert.AreEqual(together.Energies[batch[k]], part.Energies[k]);
            }
        }

        // One id, three laws; and another seed.
        SampleSet one = other.Draw([-1, 0, 1], [ids[0], ids[0], ids[0]]);
        Assert.AreEqual(3, Enumerable.Range(0, 3).Select(k => string.Join(',', one.Spins[k].ToArray())).Distinct().Count());
        SampleSet reseeded = new LatentGenerator(Prior, Classes, options with { Seed = 99 }).Draw(labels, ids);
        Assert.IsLessThan(100, Enumerable.Range(0, 400).Count(row => together.Spins[row].SequenceEqual(reseeded.Spins[row])));
    }

    [TestMethod]
    public void RowsFromOneStartDiffer()
    {
        var generator = new LatentGenerator(Prior, BoltzmannClasses.None, new() { PoolSize = 1 });
        SampleSet drawn = generator.Draw(None(200), Ids(200));

        Assert.IsGreaterThan(60, Enumerable.Range(0, 200).Select(row => string.Join(',', drawn.Spins[row].ToArray())).Distinct().Count());
    }

    [TestMethod]
    public void ConcurrentCallsShareOneDrawingOfEachPool()
    {
        var counting = new CountingSampler();
        var generator = new LatentGenerator(Prior, Classes, ByPriors with { PoolSize = 300 }, counting);
        Assert.AreEqual(0, counting.Calls, "pools are drawn when needed");
        SampleSet[] drawn = new SampleSet[8];
        Parallel.For(0, 8, k => drawn[k] = generator.Draw([k % 2, k % 2], [3, 4]));

        Assert.IsTrue(counting.Calls is 2 or 3, "one for each machine that a row came from");
        for (int k = 2; k < 8; k++)
        {
            Assert.IsTrue(drawn[k].Spins.AsSpan().SequenceEqual(drawn[k - 2].Spins.AsSpan()));
        }
    }

    [TestMethod]
    public void ACancelledDrawingIsMadeUpForLater()
    {
        var generator = new LatentGenerator(Prior, BoltzmannClasses.None, new());
        Assert.Throws<OperationCanceledException>(() => generator.Draw([-1], [1], new(canceled: true)));

        Assert.AreEqual(1, generator.Draw([-1], [1]).Spins.Rows);
    }

    [TestMethod]
    public void LowEnergyLowersTheMeanEnergy()
    {
        double warm = MeanEnergy(new());
        double cold = MeanEnergy(new() { Mode = GenerationMode.LowEnergy });
        Assert.AreEqual(new ExactEnumeration(Prior).MeanEnergy, warm, 0.1); // 4 sigma of 2000 energies with a deviation below 1.1
        Assert.AreEqual(new ExactEnumeration(Prior, beta: 3).MeanEnergy, cold, 0.1);
        Assert.IsLessThan(warm - 0.5, cold);

        static double MeanEnergy(GenerationOptions options) =>
            new LatentGenerator(Prior, BoltzmannClasses.None, options with { Sweeps = 50 }).Draw(None(2000), Ids(2000)).Energies.Average();
    }

    public static IEnumerable<object[]> Annealers =>
    [
        [new PopulationAnnealingSampler()],
        [new SimulatedAnnealingSampler { Schedule = BetaSchedule.Linear(0, 1) }], // ends at the requested temperature
        [new PathIntegralAnnealingSampler()],
    ];

    // One sweep leaves rows where the annealer found them.
    [TestMethod]
    [DynamicData(nameof(Annealers))]
    public void LowEnergyRowsOfAnyAnnealerLieNearTheGround(IIsingSampler annealer)
    {
        IsingModel model = SmallMachines.Random(SpinGraph.Complete(12), 1, seed: 27);
        var law = new ExactEnumeration(model);
        var options = new GenerationOptions { Mode = GenerationMode.LowEnergy, PoolSize = 500, Sweeps = 1 };

        double mean = new LatentGenerator(model, BoltzmannClasses.None, options, annealer).Draw(None(500), Ids(500)).Energies.Average();

        Assert.IsLessThan(0.2 * (law.MeanEnergy - law.LowestEnergy), mean - law.LowestEnergy);
    }

    [TestMethod]
    public void NoRowsAreNoRows() => Assert.AreEqual(0, new LatentGenerator(Prior, BoltzmannClasses.None, new()).Draw([], []).Spins.Rows);

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        var conditional = new LatentGenerator(Prior, Classes, ByPriors);
        var plain = new LatentGenerator(Prior, Classes, new() { Mode = GenerationMode.Unconditional });
        BoltzmannClass few = Classes.Items[0] with { Fields = [1] };
        var bare = new BoltzmannClasses(Classes.Items);

        Refused(
            "Generation mode 'Conditional': expected a model with classes, got one without. Train it with labels.",
            () => new LatentGenerator(Prior, BoltzmannClasses.None, ByPriors));
        Refused(
            "Class 'a': expected 8 fields and priors of 8 spins, got 1 and 8.", () => new LatentGenerator(Prior, new([few]), ByPriors));
        Refused(
            "Generation condition 'LabelSpins': expected a labelled prior of 8 + 2 spins, got none. Fit the classes with 'LabelSpins'.",
            () => new LatentGenerator(Prior, bare, ByLabelSpins));
        Refused(
            "Option 'Acceptance': expected a model with a classifier of codes, got one without.",
            () => new LatentGenerator(Prior, bare, ByPriors with { Acceptance = true }));
        Refused("Labels: expected 2, one an id, got 1.", () => plain.Draw([-1], [1, 2]));
        Refused("Label of row 1: expected a class from 0 to 1, or -1 for none, got 2.", () => conditional.Draw([0, 2], [1, 2]));
        Refused("Label of row 0: expected a class from 0 to 1, or -1 for none, got -2.", () => conditional.Draw([-2], [1]));
        Refused("Label of row 0: expected -1, because mode 'Unconditional' knows no classes, got 0.", () => plain.Draw([0], [1]));

        static void Refused(string message, Func<object> act) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(act).Message);
    }

    [TestMethod]
    public void OptionsOutOfRangeAreRefused()
    {
        foreach ((string name, Func<object> make) in new (string, Func<object>)[]
        {
            ("Mode", () => new GenerationOptions { Mode = (GenerationMode)3 }),
            ("Condition", () => new GenerationOptions { Condition = (GenerationCondition)3 }),
            ("Strength", () => new GenerationOptions { Strength = -1 }),
            ("Strength", () => new GenerationOptions { Strength = double.NaN }),
            ("Beta", () => new GenerationOptions { Beta = -0.1 }),
            ("Beta", () => new GenerationOptions { Beta = double.PositiveInfinity }),
            ("MaxRounds", () => new GenerationOptions { MaxRounds = 0 }),
            ("PoolSize", () => new GenerationOptions { PoolSize = 0 }),
            ("PoolSize", () => new GenerationOptions { PoolSize = GenerationOptions.MaxPoolSize + 1 }),
            ("Sweeps", () => new GenerationOptions { Sweeps = 0 }),
            ("MaxDegreeOfParallelism", () => new GenerationOptions { MaxDegreeOfParallelism = 0 }),
        })
        {
            Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(make).ParamName);
        }
    }

    private static IsingModel Shifted(float strength, BoltzmannClass latentClass) =>
        new(Graph, [.. Prior.Fields.Zip(latentClass.Fields, (h, f) => h + (strength * f))], Prior.Couplings.AsSpan());

    private static double[] Law(IsingModel model, double beta = 1) => new ExactEnumeration(model, beta).Probabilities();

    private static double[] Mixture(int label)
    {
        BoltzmannClass item = Classes.Items[label];
        double[][] laws = [.. item.Machines.Select(machine => Law(machine.Prior))];
        return [.. laws[0].Select((_, state) =>
            item.Machines.Select((machine, k) => (double)machine.Rows / item.Rows * laws[k][state]).Sum())];
    }

    /// <summary>p(code | label spins) by enumeration of codes and labels together.</summary>
    private static double[] Held(int label)
    {
        double[] joint = Law(Classes.LabelledPrior!);
        double[] given = [.. Enumerable.Range(0, 1 << Spins).Select(state => joint[state | (1 << (Spins + label))])];
        double sum = given.Sum();
        return [.. given.Select(probability => probability / sum)];
    }

    private static double[] Accepted(double[] law, int label)
    {
        double[] kept = [.. law.Zip(OfClass(label), (p, y) => p * y)];
        double sum = kept.Sum();
        return [.. kept.Select(probability => probability / sum)];
    }

    /// <summary>p(class | s) of every state.</summary>
    private static double[] OfClass(int label)
    {
        float[] bits = [.. Enumerable.Range(0, 1 << Spins).SelectMany(state =>
            Enumerable.Range(0, Spins).Select(i => (Spin(state, i) + 1f) / 2))];
        float[] probabilities = new float[2 << Spins];
        Classes.Classifier!.Predict(bits, probabilities);
        return [.. Enumerable.Range(0, 1 << Spins).Select(state => (double)probabilities[(2 * state) + label])];
    }

    private static int Spin(int state, int i) => (2 * ((state >> i) & 1)) - 1;

    private static int State(ReadOnlySpan<sbyte> spins)
    {
        int state = 0;
        for (int i = 0; i < spins.Length; i++)
        {
            state |= spins[i] > 0 ? 1 << i : 0;
        }

        return state;
    }

    /// <summary>A network with weights that make its answers differ much from state to state, and neither class rare.</summary>
    private static Classifier SomeClassifier()
    {
        ClassifierArchitecture network = ClassifierArchitecture.Mlp(Spins, [5], classes: 2);
        float[] weights = new float[network.ParameterCount];
        new UniformStream(1, 10).FillNormal(weights, 1);
        return new(network, weights);
    }

    private static int[] None(int rows) => [.. Enumerable.Repeat(-1, rows)];

    private static ulong[] Ids(int rows) => [.. Enumerable.Range(0, rows).Select(row => (ulong)row)];

    private sealed class CountingSampler : IIsingSampler
    {
        private int _calls;

        public int Calls => _calls;

        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
        {
            Interlocked.Increment(ref _calls);
            Thread.Sleep(20);
            return new ExactSampler().Sample(model, request, cancel);
        }
    }
}
