using System.Buffers.Binary;

namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class BlockGibbsSamplerTests : SamplerContract
{
    protected override bool HonoursStart => true;

    // A frozen ferromagnet keeps whatever it starts from.
    [TestMethod]
    public void FrozenChainsStayWhereTheyStart()
    {
        const int reads = 70;
        const int n = 20;
        IsingModel model = TestModels.Uniform(SpinGraph.Complete(n), 0, -1);
        sbyte[] start = new sbyte[reads * n];
        for (int r = 0; r < reads; r++)
        {
            start.AsSpan(r * n, n).Fill((sbyte)(r % 3 == 0 ? 1 : -1));
        }

        var sampler = new BlockGibbsSampler { Sweeps = 3 };
        SampleSet first = sampler.Sample(model, new(reads, Seed: 1) { Beta = 5, InitialStates = new(reads, n, start) });
        SampleSet second = sampler.Sample(model, new(reads, Seed: 2) { Beta = 5, Continue = first.State });

        CollectionAssert.AreEqual(start, first.Spins.AsSpan().ToArray());
        CollectionAssert.AreEqual(start, second.Spins.AsSpan().ToArray());
        Assert.AreEqual(-190, second.LowestEnergy);
    }

    [TestMethod]
    public void ContinuingEqualsStartingFromTheLastSpins()
    {
        IsingModel model = TestModels.Random(SpinGraph.Zephyr(1, 2), 0.5, seed: 1);
        var sampler = new BlockGibbsSampler { Sweeps = 2 };
        SampleSet first = sampler.Sample(model, new(Reads: 90, Seed: 1));

        SampleSet continued = sampler.Sample(model, new(Reads: 90, Seed: 2) { Continue = first.State });
        SampleSet started = sampler.Sample(model, new(Reads: 90, Seed: 2) { InitialStates = first.Spins });

        CollectionAssert.AreEqual(started.Spins.AsSpan().ToArray(), continued.Spins.AsSpan().ToArray());
    }

    [TestMethod]
    public void AReadDependsOnItsSeedStreamAndStartNotOnItsCompany()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(18), 0.5, seed: 2);
        var sampler = new BlockGibbsSampler { Sweeps = 4 };
        SampleSet start = sampler.Sample(model, new(Reads: 100, Seed: 1));
        ulong[] streams = [.. Enumerable.Range(0, 100).Select(r => (ulong)(r * r))];
        SampleSet together = sampler.Sample(model, new(Reads: 100, Seed: 2) { InitialStates = start.Spins, Streams = [.. streams] });

        int[] some = [99, 3, 42, 41, 7];
        SampleSet apart = sampler.Sample(model, new(some.Length, Seed: 2)
        {
            InitialStates = new(some.Length, 18, some.SelectMany(r => start.Spins[r].ToArray()).ToArray()),
            Streams = [.. some.Select(r => streams[r])],
        });

        for (int k = 0; k < some.Length; k++)
        {
            Assert.IsTrue(together.Spins[some[k]].SequenceEqual(apart.Spins[k]), $"read {some[k]}");
            Assert.AreEqual(together.Energies[some[k]], apart.Energies[k]);
        }
    }

    // One sweep over independent spins is exact from any start, and over a coupled pair it is not: sweeps are really made, and only as
    // many.
    [TestMethod]
    public void MakesTheSweepsItIsAskedFor()
    {
        const int reads = 40_000;
        IsingModel pair = TestModels.Uniform(SpinGraph.Complete(2), 0, -0.5f);
        SampleSet set = new BlockGibbsSampler { Sweeps = 1 }.Sample(
            pair, new(reads, Seed: 3) { InitialStates = new(reads, 2, [.. Enumerable.Repeat((sbyte)1, 2 * reads)]) });

        // s_0 is drawn with s_1 = 1, then s_1 given s_0: means t and t^2, t = tanh(beta / 2).
        double t = Math.Tanh(0.5);
        double first = Enumerable.Range(0, reads).Average(r => set.Spins[r][0]);
        double second = Enumerable.Range(0, reads).Average(r => set.Spins[r][1]);
        Assert.AreEqual(t, first, 4 * Math.Sqrt((1 - (t * t)) / reads));
        Assert.AreEqual(t * t, second, 4 * Math.Sqrt((1 - (t * t * t * t)) / reads));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void CancellingEndsALongCallBetweenSweeps(int threads)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 1);
        var endless = new BlockGibbsSampler { Sweeps = int.MaxValue, MaxDegreeOfParallelism = threads };
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Throws<OperationCanceledException>(() => endless.Sample(model, new(Reads: 300, Seed: 1), cancel.Token));
    }

    [TestMethod]
    public void RefusesStatesThatDoNotFit()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), 0, 1);
        var sampler = new BlockGibbsSampler();
        SamplerState good = sampler.Sample(model, new(Reads: 2, Seed: 1)).State!;
        byte[] foreign = good.Content.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(foreign, 9);
        byte[] damaged = good.Content.ToArray();
        damaged[^1] = 0;

        SamplerState ofFourSpins = sampler.Sample(TestModels.Uniform(TestModels.Ring(4), 0, 1), new(Reads: 2, Seed: 1)).State!;

        Refused(3, good, "as many chains as reads, 3, got 2.");
        Refused(2, ofFourSpins, "chains of the model's 3 spins, got 4.");
        Refused(2, good with { Sampler = "Annealer" }, "a state of sampler 'BlockGibbs', got one of 'Annealer'.");
        Refused(2, good with { Content = good.Content[..7] }, "a header of 12 bytes, got 7 bytes.");
        Refused(2, good with { Content = foreign }, "format version 1, got 9.");
        Refused(2, good with { Content = good.Content[..^1] }, "6 spins, got 5.");
        Refused(2, good with { Content = damaged }, "spins of -1 or +1, got 0 in chain 1, spin 2.");

        void Refused(int reads, SamplerState state, string message) =>
            Assert.AreEqual(
                "Sample request 'Continue': expected " + message,
                Assert.ThrowsExactly<ArgumentException>(() => sampler.Sample(model, new(reads, Seed: 1) { Continue = state })).Message);
    }

    [TestMethod]
    public void RefusesSettingsBelowOne()
    {
        Assert.AreEqual("Sweeps", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BlockGibbsSampler { Sweeps = 0 }).ParamName);
        Assert.AreEqual(
            "MaxDegreeOfParallelism",
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new BlockGibbsSampler { MaxDegreeOfParallelism = 0 }).ParamName);
    }

    protected override IIsingSampler Create() => new BlockGibbsSampler { Sweeps = 20 };

    protected override IIsingSampler Create(int threads) => new BlockGibbsSampler { Sweeps = 20, MaxDegreeOfParallelism = threads };
}
