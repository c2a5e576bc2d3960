using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class LatentGeneratorTests
{
    private const int Spins = 8;
    private const int Rows = 40_000;

    private static readonly SpinGraph Graph = SpinGraph.Complete(Spins);
    private static readonly IsingModel Prior = SmallMachines.Random(Graph, 0.3f, seed: 20);

    private static readonly ImmutableArray<LatentClass> Classes =
    [
        new("a", Rows: 1, [.. SmallMachines.Random(Graph, 0.4f, seed: 21).Fields], SmallMachines.Random(Graph, 0.3f, seed: 22)),
        new("b", Rows: 1, [.. SmallMachines.Random(Graph, 0.4f, seed: 23).Fields], SmallMachines.Random(Graph, 0.3f, seed: 24)),
    ];

    private static readonly GenerationOptions ByPriors = new() { Mode = GenerationMode.Conditional, Seed = 1 };
    private static readonly GenerationOptions ByFields = ByPriors with { Condition = GenerationCondition.Fields, Strength = 1.5 };

    public static IEnumerable<object[]> Laws =>
    [
        [new GenerationOptions { Seed = 1 }, -1, Prior, 1.0],
        [new GenerationOptions { Seed = 2, Beta = 0.5 }, -1, Prior, 0.5],
        [new GenerationOptions { Seed = 3, Mode = GenerationMode.LowEnergy }, -1, Prior, 3.0],
        [ByPriors, 0, Classes[0].Prior, 1.0],
        [ByPriors, 1, Classes[1].Prior, 1.0],
        [ByPriors, -1, Prior, 1.0],
        [ByPriors with { Beta = 1.5 }, 1, Classes[1].Prior, 1.5],
        [ByFields, 0, Shifted(1.5f, Classes[0]), 1.0],
        [ByFields, 1, Shifted(1.5f, Classes[1]), 1.0],
        [ByFields with { Strength = 0 }, 1, Prior, 1.0],
    ];

    // The models mix within the sweeps, so that rows are independent even where they start from the same draw.
    [TestMethod]
    [DynamicData(nameof(Laws))]
    public void RowsFollowTheLawOfTheirModeAndClass(GenerationOptions options, int label, IsingModel expected, double beta)
    {
        var generator = new LatentGenerator(Prior, Classes, options with { PoolSize = 4000, Sweeps = 30 }, new ExactSampler());
        SampleSet drawn = generator.Draw(Enumerable.Repeat(label, Rows).ToArray(), Ids(Rows));

        var law = new ExactEnumeration(expected, beta);
        for (int i = 0; i < Spins; i++)
        {
            AssertMean(law.MeanSpins[i], s => s[i], $"s_{i}");
        }

        for (int e = 0; e < Graph.Edges.Length; e++)
        {
            (int i, int j) = (Graph.Edges[e].I, Graph.Edges[e].J);
            AssertMean(law.EdgeCorrelations[e], s => s[i] * s[j], $"s_{i} s_{j}");
        }

        for (int row = 0; row < Rows; row += 999)
        {
            Assert.AreEqual(Prior.Energy(drawn.Spins[row]), drawn.Energies[row]);
        }

        void AssertMean(double mean, Func<ReadOnlySpan<sbyte>, double> moment, string what)
        {
            double sum = 0;
            for (int row = 0; row < Rows; row++)
            {
                sum += moment(drawn.Spins[row]);
            }

            Assert.AreEqual(mean, sum / Rows, (4 * Math.Sqrt((1 - (mean * mean)) / Rows)) + 1e-9, what);
        }
    }

    // Sweeps do not leave a deep valley, so the shares of the valleys must come from the pool, by chance of draw and of choice.
    [TestMethod]
    public void ThePoolCarriesWhatSweepsCannotReach()
    {
        const int pool = 4000;
        IsingModel valleys = SmallMachines.Valleys(Spins, depth: 1.5f, tilt: 0.05f);
        var generator = new LatentGenerator(valleys, [], new() { PoolSize = pool, Sweeps = 3, Seed = 4 }, new ExactSampler());
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
        SampleSet drawn = generator.Draw(Enumerable.Repeat(1, Rows).ToArray(), Ids(Rows));

        var law = new ExactEnumeration(Classes[1].Prior);
        for (int i = 0; i < Spins; i++)
        {
            double mean = Enumerable.Range(0, Rows).Average(row => drawn.Spins[row][i]);
            Assert.AreEqual(law.MeanSpins[i], mean, 4 * Math.Sqrt((1 - Math.Pow(law.MeanSpins[i], 2)) / Rows));
        }
    }

    [TestMethod]
    public void ARowDependsOnTheSeedItsIdAndItsClassAlone()
    {
        var random = new Random(5);
        int[] labels = [.. Enumerable.Range(0, 400).Select(_ => random.Next(-1, 2))];
        ulong[] ids = [.. Enumerable.Range(0, 400).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];
        GenerationOptions options = ByPriors with { PoolSize = 50, Sweeps = 2 };
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
        var generator = new LatentGenerator(Prior, [], new() { PoolSize = 1 });
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

        Assert.AreEqual(2, counting.Calls);
        for (int k = 2; k < 8; k++)
        {
            Assert.IsTrue(drawn[k].Spins.AsSpan().SequenceEqual(drawn[k - 2].Spins.AsSpan()));
        }
    }

    [TestMethod]
    public void ACancelledDrawingIsMadeUpForLater()
    {
        var generator = new LatentGenerator(Prior, [], new());
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
            new LatentGenerator(Prior, [], options with { Sweeps = 50 }).Draw(None(2000), Ids(2000)).Energies.Average();
    }

    [TestMethod]
    public void NoRowsAreNoRows() => Assert.AreEqual(0, new LatentGenerator(Prior, [], new()).Draw([], []).Spins.Rows);

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        var conditional = new LatentGenerator(Prior, Classes, ByPriors);
        var plain = new LatentGenerator(Prior, Classes, new());
        LatentClass few = Classes[0] with { Fields = [1] };

        Refused(
            "Generation mode 'Conditional': expected a model with classes, got one without. Train it with labels.",
            () => new LatentGenerator(Prior, [], ByPriors));
        Refused(
            "Class 'a': expected 8 fields and a prior of 8 spins, got 1 and 8.", () => new LatentGenerator(Prior, [few], ByPriors));
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
            ("Condition", () => new GenerationOptions { Condition = (GenerationCondition)2 }),
            ("Strength", () => new GenerationOptions { Strength = -1 }),
            ("Strength", () => new GenerationOptions { Strength = double.NaN }),
            ("Beta", () => new GenerationOptions { Beta = -0.1 }),
            ("Beta", () => new GenerationOptions { Beta = double.PositiveInfinity }),
            ("PoolSize", () => new GenerationOptions { PoolSize = 0 }),
            ("PoolSize", () => new GenerationOptions { PoolSize = GenerationOptions.MaxPoolSize + 1 }),
            ("Sweeps", () => new GenerationOptions { Sweeps = 0 }),
            ("MaxDegreeOfParallelism", () => new GenerationOptions { MaxDegreeOfParallelism = 0 }),
        })
        {
            Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(make).ParamName);
        }
    }

    private static IsingModel Shifted(float strength, LatentClass latentClass) =>
        new(Graph, [.. Prior.Fields.Zip(latentClass.Fields, (h, f) => h + (strength * f))], Prior.Couplings.AsSpan());

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
