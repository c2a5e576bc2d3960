namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>The kernel for couplings -J, 0 and +J gives the bits of the scalar reference.</summary>
[TestClass]
public sealed class SignKernelTests
{
    public static IEnumerable<object[]> Models =>
    [
        [Signs(SpinGraph.Zephyr(1), unit: 1, largestField: 2, seed: 1)],
        [Signs(SpinGraph.Zephyr(2).WithoutSpins([5, 6, 40]), unit: 0.5f, largestField: 0, seed: 2)],
        [Signs(SpinGraph.Complete(40), unit: 3, largestField: 24, seed: 3)],
        [Signs(TestModels.Torus(5, 5), unit: 1, largestField: 1, seed: 4)],
        [Signs(TestModels.Disconnected(), unit: 0.25f, largestField: 3, seed: 5)],
    ];

    // Two highest bytes of 64 chains tie with a threshold about once in a thousand visits: several hundred times here.
    [TestMethod]
    [DynamicData(nameof(Models))]
    public void SamplesAreThoseOfTheScalarReference(IsingModel model)
    {
        var reference = new BlockGibbsSampler { Sweeps = 200, Kernel = new ScalarKernel() };
        BlockGibbsSampler sampler = reference with { Kernel = GibbsKernel.Available[0] };
        Assert.IsNotNull(SignRows.TryOf(model));
        foreach (double beta in new[] { 0, 0.2, 1.1 })
        {
            var request = new SampleRequest(Reads: 130, Seed: 3) { Beta = beta };
            SampleSet expected = reference.Sample(model, request);
            SampleSet actual = sampler.Sample(model, request);
            Assert.IsTrue(expected.Spins.AsSpan().SequenceEqual(actual.Spins.AsSpan()), $"spins at beta {beta}");
            CollectionAssert.AreEqual(expected.Energies, actual.Energies);

            SampleRequest next = request with { Seed = 4, Continue = expected.State };
            Assert.IsTrue(
                reference.Sample(model, next).Spins.AsSpan().SequenceEqual(sampler.Sample(model, next).Spins.AsSpan()),
                $"next at beta {beta}");
        }
    }

    // Chains of different temperatures, rewritten spins and several looks in between: the bytes never lag behind.
    [TestMethod]
    public void ABlockMayBeReadWrittenAndSweptAtSeveralTemperaturesInBetween()
    {
        IsingModel model = Signs(SpinGraph.Zephyr(1), unit: 1, largestField: 1, seed: 6);
        float[] expected = Run(new ScalarKernel());

        foreach (GibbsKernel kernel in GibbsKernel.Available)
        {
            CollectionAssert.AreEqual(expected, Run(kernel), $"{kernel.Lanes} lanes");
        }

        float[] Run(GibbsKernel kernel)
        {
            using var weights = new GibbsWeights(model, kernel, registerSweeps: 100);
            using var chains = new BlockChains(new(First: 0, Count: 64, Padded: 64), model.SpinCount, seed: 7);
            chains.Randomize(kernel);
            foreach (double beta in new[] { 0.1, 0.5, 0.5, 0.9 })
            {
                chains.SetBeta(beta);
                chains.Sweep(kernel, weights.Task);
                chains.Sweep(kernel, weights.Task);
                chains.CopyChain(3, chains, 5);
                chains.Sweep(kernel, weights.Task);
                chains.Scales[7] = GibbsDraw.Scale(2);
                chains.Sweep(kernel, weights.Task);
                _ = chains.Spins[0];
            }

            return chains.Spins.ToArray();
        }
    }

    [TestMethod]
    public void OtherModelsAreNotTaken()
    {
        SpinGraph path = SpinGraph.FromEdges(3, [new(0, 1), new(1, 2)]);
        float awkward = 1.1f; // 3 * 1.1f is no single

        Assert.IsNotNull(SignRows.TryOf(new(path, [2, 0, -61], [-1, 1])));
        Assert.IsNotNull(SignRows.TryOf(new(path, [0, 0, 0], [0, 1])));
        Assert.IsNull(SignRows.TryOf(new(path, [0, 0, 0], [0, 0])));
        Assert.IsNull(SignRows.TryOf(new(path, [0, 0, 0], [1, 2])));
        Assert.IsNull(SignRows.TryOf(new(path, [0, 0.5f, 0], [1, -1])));
        Assert.IsNull(SignRows.TryOf(new(path, [0, 0, -63], [1, -1])));
        Assert.IsNull(SignRows.TryOf(new(path, [0, 0, 0], [awkward, -awkward])));
        Assert.IsNull(SignRows.TryOf(IsingModel.Over(path, [0, 0, 0], [float.MaxValue, float.MaxValue])));
        Assert.IsNull(SignRows.TryOf(new(SpinGraph.FromEdges(3, []), [1, 0, 0], [])));
    }

    [TestMethod]
    [DataRow(1f, 0.0)]
    [DataRow(1f, 0.05)]
    [DataRow(0.5f, 1.0)]
    [DataRow(3f, 2.5)]
    public void ThresholdsDecideAsTheDrawDoes(float unit, double beta)
    {
        float scale = GibbsDraw.Scale(beta);
        var thresholds = new SignThresholds();
        thresholds.Find(unit, scale);
        for (int entry = 0; entry < SignThresholds.Entries; entry++)
        {
            float field = unit * (entry - SignRows.MaxField - 1);
            int low = (thresholds.Tables[entry] << 16) | (thresholds.Tables[128 + entry] << 8) | thresholds.Tables[256 + entry];
            int threshold = entry < thresholds.AlwaysBelow ? 1 << 24 : low;

            // All numbers below accept, all from there on do not, as the draw is monotonic: its neighbours tell.
            Assert.IsTrue(threshold == 0 || GibbsDraw.Spin(field, scale, ((uint)threshold << 8) - 1) > 0, $"below, field {field}");
            Assert.IsTrue(threshold == 1 << 24 || GibbsDraw.Spin(field, scale, (uint)threshold << 8) < 0, $"from, field {field}");
            Assert.AreEqual((1 << 24) / (1 + Math.Exp(2 * beta * field)), threshold, 12, $"field {field}");
        }
    }

    /// <summary>Couplings -J, 0 or +J, fields of up to <paramref name="largestField"/> J.</summary>
    private static IsingModel Signs(SpinGraph graph, float unit, int largestField, int seed)
    {
        var random = new Random(seed);
        return new(
            graph,
            [.. Enumerable.Range(0, graph.SpinCount).Select(_ => unit * random.Next(-largestField, largestField + 1))],
            [.. graph.Edges.Select(_ => unit * (random.Next(10) == 0 ? 0 : (2 * random.Next(2)) - 1))]);
    }
}
