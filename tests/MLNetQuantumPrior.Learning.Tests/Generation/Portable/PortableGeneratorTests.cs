using MLNetQuantumPrior.Sampling;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class PortableGeneratorTests
{
    private const int Rows = LatentGeneratorTests.Rows, Spins = LatentGeneratorTests.Spins;

    public static IEnumerable<object[]> Distributions => LatentGeneratorTests.Laws.Where(row =>
        ((GenerationOptions)row[0]).Mode == GenerationMode.Conditional == (int)row[1] >= 0);

    // The models mix within the sweeps, so that rows are independent even where they start from the same draw.
    [TestMethod]
    [DynamicData(nameof(Distributions))]
    public void RowsFollowTheDistributionOfTheirModeAndClass(GenerationOptions options, int label, double[] exact)
    {
        options = options with { PoolSize = 4000, Mode = options.Mode ?? GenerationMode.Unconditional };
        var generator = new PortableGenerator(KnownModel(), options);
        float beta = (float)(options.Beta ?? (options.Mode == GenerationMode.LowEnergy ? 3 : 1));
        PortableDraws drawn = generator.Draw([.. Enumerable.Range(0, Rows).Select(id => new PortableRow(label, id, 3, 30, beta))]);

        for (int i = 0; i < Spins; i++)
        {
            AssertMean(state => Spin(state, i), bits => Spin(bits[i]), $"s_{i}");
            for (int j = 0; j < i; j++)
            {
                AssertMean(state => Spin(state, i) * Spin(state, j), bits => Spin(bits[i]) * Spin(bits[j]), $"s_{i} s_{j}");
            }
        }

        void AssertMean(Func<int, double> ofState, Func<ReadOnlySpan<float>, double> moment, string what)
        {
            double mean = exact.Select((probability, state) => probability * ofState(state)).Sum(), sum = 0;
            for (int row = 0; row < Rows; row++)
            {
                sum += moment(drawn[row]);
            }

            Assert.AreEqual(mean, sum / Rows, (4 * Math.Sqrt((1 - (mean * mean)) / Rows)) + 1e-9, what);
        }
    }

    // A state is worth its chance in each place of 256, not only in the moments.
    [TestMethod]
    public void EveryStateHasItsChance()
    {
        IsingModel machine = LatentGeneratorTests.Classes.Items[0].Machines[0].Prior;
        double[] exact = new ExactEnumeration(machine, 0.7).Probabilities();
        var generator = new PortableGenerator(KnownModel(), new() { PoolSize = 1000, Seed = 4 });
        PortableDraws drawn = generator.Draw([.. Enumerable.Range(0, Rows).Select(id => new PortableRow(0, id, 9, 25, 0.7f))]);

        int[] counts = new int[exact.Length];
        for (int row = 0; row < Rows; row++)
        {
            int state = 0;
            for (int i = 0; i < Spins; i++)
            {
                state |= drawn[row][i] != 0 ? 1 << i : 0;
            }

            counts[state]++;
        }

        double chiSquare = counts.Zip(exact, (count, p) => Math.Pow(count - (Rows * p), 2) / (Rows * p)).Sum();
        Assert.AreEqual(exact.Length - 1, chiSquare, 4 * Math.Sqrt(2 * (exact.Length - 1)));
    }

    [TestMethod]
    [DataRow(OnnxPrecision.Single, 0)]
    [DataRow(OnnxPrecision.Half, 0.02)]
    public void BitsAreThoseOfTheDefinition(OnnxPrecision precision, double share)
    {
        BmVaeModel model = GeneratorModels.Random(3, 29, classes: 1, machinesPerClass: 1);
        IsingModel machine = model.Classes.Items[0].Machines[0].Prior;
        var generator = new PortableGenerator(model, new() { PoolSize = 16, Seed = 1 }, precision);
        PortableRow[] rows = [.. Enumerable.Range(0, 60).Select(k => new PortableRow(0, k - 30, k % 3, 1 + (k % 4), k % 5 * 0.5f))];
        PortableRow[] starts = [.. rows.Select(row => row with { Sweeps = 0 })];

        PortableDraws from = generator.Draw(starts), drawn = generator.Draw(rows);

        int differing = 0; // rounding of couplings moves the chance of a bit by a millionth, with 16 bits by a ten-thousandth
        for (int k = 0; k < rows.Length; k++)
        {
            sbyte[] start = [.. from[k].ToArray().Select(bit => (sbyte)Spin(bit))];
            sbyte[] expected = PlainPortableSampler.Draw(machine, start, rows[k], set: 1);
            float[] bits = new float[expected.Length];
            LatentBits.Of(expected, bits);
            differing += drawn[k].SequenceEqual(bits) ? 0 : 1;
            Assert.AreEqual(
                model.Prior.Energy([.. drawn[k].ToArray().Select(bit => (sbyte)Spin(bit))]), drawn.Energies[k],
                precision == OnnxPrecision.Half ? 5e-3 : 5e-4);
        }

        Assert.IsLessThanOrEqualTo(share * rows.Length, differing);
    }

    [TestMethod]
    public void WithoutSweepsRowsAreTheDrawsOfTheLatentGenerator()
    {
        BmVaeModel model = KnownModel();
        var options = new GenerationOptions { PoolSize = 32, Seed = 5 };
        var stored = new HashSet<string>();
        foreach (StartPool pool in new LatentGenerator(model.Prior, model.Classes, options).Mixtures[1].Pools)
        {
            SpinMatrix draws = pool.Draws(default);
            for (int k = 0; k < draws.Rows; k++)
            {
                float[] bits = new float[Spins];
                LatentBits.Of(draws[k], bits);
                stored.Add(string.Concat(bits));
            }
        }

        PortableDraws drawn = new PortableGenerator(model, options).Draw(
            [.. Enumerable.Range(0, 500).Select(id => new PortableRow(0, id, Sweeps: 0))]);

        var seen = Enumerable.Range(0, drawn.Rows).Select(row => string.Concat(drawn[row].ToArray())).ToHashSet();
        Assert.IsTrue(seen.SetEquals(stored), "each draw is a start");
    }

    [TestMethod]
    public void ARowDependsOnItsInputsAlone()
    {
        BmVaeModel model = GeneratorModels.Random(3, 20, classes: 3, machinesPerClass: 2);
        var options = new GenerationOptions { PoolSize = 16, Acceptance = true };
        PortableRow[] rows = [.. Enumerable.Range(0, 40).Select(k => new PortableRow(k % 3, k, 5, k % 6, 1 + (k % 2)))];

        PortableDraws one = new PortableGenerator(model, options with { MaxDegreeOfParallelism = 1 }).Draw(rows);
        var many = new PortableGenerator(model, options) { MaxDegreeOfParallelism = 5 };

        CollectionAssert.AreEqual(one.Bits.ToArray(), many.Draw(rows).Bits.ToArray());
        CollectionAssert.AreEqual(one.Bits.Reverse().Chunk(20).SelectMany(bits => bits.Reverse()).ToArray(),
            many.Draw([.. rows.AsEnumerable().Reverse()]).Bits.ToArray());
        IEnumerable<string> hot = rows.Select(row => string.Concat(many.Draw([row with { Class = 1, Sweeps = 9, Beta = 0 }]).Bits));
        Assert.HasCount(40, hot.Distinct().ToArray());
        Assert.AreEqual(0, many.Draw([]).Rows);
    }

    [TestMethod]
    public void RowsThatThereAreNotAreNaN()
    {
        var generator = new PortableGenerator(KnownModel(), new() { PoolSize = 4 });
        PortableRow row = new(1, 2);

        PortableDraws drawn = generator.Draw(
        [
            row, row with { Class = 2 }, row with { Class = 0.5f }, row with { Class = float.NaN }, row with { Sweeps = -1 },
            row with { Sweeps = PortableGenerator.MaxSweeps + 1L }, row with { Beta = -1 }, row with { Beta = float.PositiveInfinity }, row,
        ]);

        for (int k = 0; k < drawn.Rows; k++)
        {
            Assert.AreEqual(k is 0 or 8, drawn.IsDrawn(k));
            Assert.IsTrue(drawn[k].ToArray().All(k is 0 or 8 ? float.IsFinite : float.IsNaN), $"row {k}");
        }

        Assert.IsTrue(drawn[0].SequenceEqual(drawn[8]));
    }

    [TestMethod]
    public void ProbabilitiesInWholeNumbersAreThoseOfTheClassifier()
    {
        Classifier classifier = LatentGeneratorTests.Classes.Classifier!;
        float[] bits = [.. Enumerable.Range(0, Spins << Spins).Select(k => (float)((k / Spins >> (k % Spins)) & 1))];
        float[] expected = new float[2 << Spins];
        classifier.Predict(bits, expected);
        foreach ((int largest, double tolerance) in new[] { (int.MaxValue / 2, 3e-4), (short.MaxValue, 1e-3) })
        {
            PortableClassifier whole = ClassifierGrid.Of(classifier, largest);
            for (int state = 0; state < 1 << Spins; state++)
            {
                long[] weights = whole.WeightsOf(bits.AsSpan(state * Spins, Spins));
                Assert.AreEqual(expected[2 * state], (double)weights[0] / weights.Sum(), tolerance);
            }
        }
    }

    [TestMethod]
    public void ClassifiersOfOtherActivationsAreRefused()
    {
        var network = new ClassifierArchitecture([new Dense(Spins, 3), new Activation(ActivationFunction.Tanh), new Dense(3, 2)]);
        BmVaeModel model = KnownModel().With(
            LatentGeneratorTests.Classes with { Classifier = new(network, new float[network.ParameterCount]) });

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new PortableGenerator(model, new() { Acceptance = true, PoolSize = 1 })).Message,
            "expected dense layers with ReLU between them, got Activation");
        _ = new PortableGenerator(model, new() { PoolSize = 1 });
    }

    [TestMethod]
    public void GridsAreAsFineAsSumsAllow()
    {
        SpinGraph graph = SpinGraph.Complete(3);
        var weak = new IsingModel(graph, [0.1f, 0, 0], [0.25f, -0.25f, 0.1f]);
        var strong = new IsingModel(graph, [1e6f, 0, 0], [1, 2, -3]);

        const int Largest = PortableTables.LargestSum;
        MachineGrid fine = MachineGrid.Of([weak], Largest), coarse = MachineGrid.Of([weak, strong], Largest);
        MachineGrid half = MachineGrid.Of([weak], short.MaxValue);

        Assert.AreEqual(17, fine.Exponent);
        Assert.AreEqual(-(1 << 17), fine.Weights[0][1]); // -4 J
        Assert.AreEqual(3, coarse.Exponent); // 2e6 is 1.6e7 steps of 1/8, below 2^24
        Assert.AreEqual(14, half.Exponent);
        Assert.HasCount(2, coarse.Weights);
        Assert.HasCount(1, MachineGrid.Of([weak, weak.WithAddedFields([1, 1, 1])], Largest).Weights);
    }

    // On the grid that they need, couplings and the energy of the shared prior would be 0.
    [TestMethod]
    public void FieldsThatLeaveNoGridForCouplingsAreRefused()
    {
        var options = new GenerationOptions { Condition = GenerationCondition.Fields, Strength = 1e9, PoolSize = 1 };

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new PortableGenerator(KnownModel(), options)).Message, "less than 524288");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new PortableGenerator(KnownModel(), options, OnnxPrecision.Half)).Message,
            "couplings up to 1023");
        _ = new PortableGenerator(KnownModel(), options with { Strength = 1e4 });
    }

    [TestMethod]
    public void ALongRowCanBeCancelled()
    {
        var generator = new PortableGenerator(GeneratorModels.Random(2, 256, classes: 2, machinesPerClass: 1), new() { PoolSize = 1 });
        using var cancel = new CancellationTokenSource(50); // 256 million bits take longer

        Assert.ThrowsExactly<OperationCanceledException>(
            () => generator.Draw([new(0, 1, Sweeps: PortableGenerator.MaxSweeps)], cancel.Token));
    }

    private static BmVaeModel KnownModel()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(4, [], Spins);
        return new BmVaeModel(architecture, new float[architecture.ParameterCount], LatentGeneratorTests.Prior)
            .With(LatentGeneratorTests.Classes);
    }

    private static int Spin(int state, int i) => (2 * ((state >> i) & 1)) - 1;

    private static int Spin(float bit) => bit != 0 ? 1 : -1;
}
