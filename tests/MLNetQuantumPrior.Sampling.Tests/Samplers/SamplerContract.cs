namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>What <see cref="IIsingSampler"/> promises. Every sampler goes through it: derive a test class and name the sampler.</summary>
public abstract class SamplerContract
{
    private const int ManyReads = 40_000;

    /// <summary>Weakly coupled models that mix at once, so that chains of a few dozen sweeps are independent draws.</summary>
    public static IEnumerable<object[]> MixableModels =>
    [
        [TestModels.Random(SpinGraph.Complete(8), 0.3, seed: 1)],
        [TestModels.Random(SpinGraph.Bipartite(4, 6), 0.4, seed: 2)],
        [TestModels.Random(TestModels.Ring(9), 0.5, seed: 3)],
        [TestModels.Random(SpinGraph.Zephyr(1, 1), 0.3, seed: 4)],
        [TestModels.Random(TestModels.Disconnected(), 0.6, seed: 5)],
    ];

    /// <summary>Whether <see cref="SampleRequest.InitialStates"/> are honoured; else they must be refused.</summary>
    protected abstract bool HonoursStart { get; }

    /// <summary>
    /// Whether <see cref="SampleRequest.Continue"/> is honoured; else it must be refused. As the start, unless overridden.
    /// </summary>
    protected virtual bool Continues => HonoursStart;

    /// <summary>
    /// Whether <see cref="SampleRequest.Streams"/> are honoured; else they must be refused. As the start, unless overridden.
    /// </summary>
    protected virtual bool HonoursStreams => HonoursStart;

    /// <summary>The sampler with enough effort for <see cref="MixableModels"/>.</summary>
    protected abstract IIsingSampler Create();

    /// <summary>The same sampler on at most so many threads.</summary>
    protected abstract IIsingSampler Create(int threads);

    [TestMethod]
    [DynamicData(nameof(MixableModels))]
    public void MomentsAgreeWithEnumeration(IsingModel model)
    {
        foreach (double beta in new[] { 1, 0.4, 1.5 })
        {
            SampleSet set = Create().Sample(model, new(ManyReads, Seed: 21) { Beta = beta });
            Agreement.AssertWithinFourSigma(set, model, beta);
        }
    }

    [TestMethod]
    public void BetaZeroIsUniformHoweverStrongTheModel()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(4), 50, seed: 6);
        SampleSet set = Create().Sample(model, new(ManyReads, Seed: 22) { Beta = 0 });

        int[] counts = new int[16];
        for (int r = 0; r < ManyReads; r++)
        {
            counts[Enumerable.Range(0, 4).Sum(i => set.Spins[r][i] > 0 ? 1 << i : 0)]++;
        }

        double fourSigma = 4 * Math.Sqrt(ManyReads * (1 / 16.0) * (15 / 16.0));
        for (int state = 0; state < 16; state++)
        {
            Assert.AreEqual(ManyReads / 16.0, counts[state], fourSigma, $"state {state}");
        }
    }

    [TestMethod]
    public void MeanSpinWithoutCouplingsIsMinusTanhOfField()
    {
        IsingModel model = TestModels.Random(SpinGraph.FromEdges(10, []), 2, seed: 7);
        SampleSet set = Create().Sample(model, new(ManyReads, Seed: 23) { Beta = 0.8 });

        for (int i = 0; i < 10; i++)
        {
            double expected = -Math.Tanh(0.8 * model.Fields[i]);
            double mean = Enumerable.Range(0, ManyReads).Average(r => set.Spins[r][i]);
            Assert.AreEqual(expected, mean, 4 * Math.Sqrt((1 - expected * expected) / ManyReads), $"spin {i}");
        }
    }

    [TestMethod]
    public void LargeBetaFindsTheGroundStateOfFieldsAlone()
    {
        IsingModel model = TestModels.Random(SpinGraph.FromEdges(6, []), 1, seed: 8);
        SampleSet set = Create().Sample(model, new(Reads: 200, Seed: 24) { Beta = 1e6 });

        for (int r = 0; r < 200; r++)
        {
            CollectionAssert.AreEqual(model.Fields.Select(h => (sbyte)-Math.Sign(h)).ToArray(), set.Spins[r].ToArray());
        }
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(1, 7)]
    [DataRow(100, 1)]
    [DataRow(33, 7)]
    public void AnswerHasTheShapeOfTheRequestAndTheEnergiesOfTheModel(int reads, int spins)
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(spins), 0.5, seed: 9);
        SampleSet set = Create().Sample(model, new(reads, Seed: 25) { Beta = 0.7 });

        Assert.AreEqual((reads, spins), (set.Spins.Rows, set.Spins.Columns));
        Assert.HasCount(reads, set.Energies);
        Assert.AreEqual(-1, set.Spins.AsSpan().IndexOfAnyExcept((sbyte)-1, (sbyte)1), "position of a value that is no spin");
        for (int r = 0; r < reads; r++)
        {
            Assert.AreEqual(model.Energy(set.Spins[r]), set.Energies[r], 1e-12);
        }
    }

    [TestMethod]
    public void SameSeedGivesTheSameSamplesAndAnotherSeedOthers()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(9), 0.3, seed: 10);
        var request = new SampleRequest(Reads: 70, Seed: 26);
        IIsingSampler sampler = Create();

        SampleSet first = sampler.Sample(model, request);
        AssertSame(first, sampler.Sample(model, request));
        AssertSame(first, Create().Sample(model, request));
        Assert.IsFalse(first.Spins.AsSpan().SequenceEqual(sampler.Sample(model, request with { Seed = 27 }).Spins.AsSpan()));
    }

    [TestMethod]
    public void AReadDependsOnItsSeedAndNumberAlone()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 11);
        SampleSet many = Create().Sample(model, new(Reads: 150, Seed: 28));
        SampleSet few = Create().Sample(model, new(Reads: 37, Seed: 28));

        Assert.IsTrue(many.Spins.AsSpan()[..few.Spins.AsSpan().Length].SequenceEqual(few.Spins.AsSpan()));
        Assert.IsGreaterThan(100, Enumerable.Range(0, 150).Select(r => string.Join(',', many.Spins[r].ToArray())).Distinct().Count());
    }

    [TestMethod]
    public void ThreadsDoNotChangeTheSamples()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(9), 0.3, seed: 12);
        var request = new SampleRequest(Reads: 333, Seed: 29);
        SampleSet expected = Create(threads: 1).Sample(model, request);

        AssertSame(expected, Create(threads: 2).Sample(model, request));
        AssertSame(expected, Create(threads: 5).Sample(model, request));
    }

    [TestMethod]
    public void CallsFromSeveralThreadsDoNotDisturbOneAnother()
    {
        IIsingSampler sampler = Create();
        IsingModel model = TestModels.Random(SpinGraph.Complete(9), 0.3, seed: 13);
        SampleSet[] expected = [.. Enumerable.Range(0, 8).Select(seed => sampler.Sample(model, new(Reads: 90, (ulong)seed)))];
        var actual = new SampleSet[8];

        Parallel.For(0, 8, seed => actual[seed] = sampler.Sample(model, new(Reads: 90, (ulong)seed)));

        for (int seed = 0; seed < 8; seed++)
        {
            AssertSame(expected[seed], actual[seed]);
        }
    }

    [TestMethod]
    public void ACancelledTokenEndsTheCall() =>
        Assert.Throws<OperationCanceledException>(
            () => Create().Sample(TestModels.Uniform(TestModels.Ring(5), 0, 1), new(Reads: 1, Seed: 1), new(canceled: true)));

    [TestMethod]
    public void RefusesRequestsThatNoSamplerCanMeet()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), 0, 1);
        var request = new SampleRequest(Reads: 2, Seed: 1);
        SpinMatrix start = new(2, 3, [1, 1, 1, 1, 1, 1]);

        Refused(request with { Reads = 0 }, "Sample request 'Reads': expected at least 1, got 0.");
        Refused(
            request with { Reads = int.MaxValue },
            $"Sample request 'Reads': expected at most {Array.MaxLength / 3} reads of 3 spins, got {int.MaxValue}.");
        foreach (double beta in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Refused(request with { Beta = beta }, $"Sample request 'Beta': expected a finite number, at least 0, got {beta}.");
        }

        Refused(
            request with { Reads = 3, InitialStates = start },
            "Sample request 'InitialStates': expected 3 reads x 3 spins, got 2 x 3.");
        Refused(request with { Streams = [] }, "Sample request 'Streams': expected one for each of 2 reads, got 0.");
        Refused(request with { Streams = [1, 2, 3] }, "Sample request 'Streams': expected one for each of 2 reads, got 3.");
        Refused(
            request with { Streams = default(ImmutableArray<ulong>) },
            "Sample request 'Streams': expected one for each of 2 reads, got 0.");
        Refused(
            request with { InitialStates = start, Continue = new("any", default) },
            "Sample request: expected at most one of 'InitialStates' and 'Continue', got both.");
        Assert.ThrowsExactly<ArgumentNullException>(() => Create().Sample(null!, request));
        Assert.ThrowsExactly<ArgumentNullException>(() => Create().Sample(model, null!));

        void Refused(SampleRequest wrong, string message) =>
            Assert.AreEqual(message, Assert.ThrowsExactly<ArgumentException>(() => Create().Sample(model, wrong)).Message);
    }

    [TestMethod]
    public void RefusesTheStateOfAnotherSampler()
    {
        IsingModel model = TestModels.Uniform(TestModels.Ring(3), 0, 1);
        var request = new SampleRequest(Reads: 2, Seed: 1) { Continue = new("Somebody else", new byte[64]) };

        var error = Assert.ThrowsExactly<ArgumentException>(() => Create().Sample(model, request));
        Assert.StartsWith("Sample request 'Continue': expected ", error.Message);
    }

    [TestMethod]
    public void AStartIsHonouredOrRefused()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(8), 0.3, seed: 14);
        SampleSet first = Create().Sample(model, new(ManyReads, Seed: 30));
        var request = new SampleRequest(ManyReads, Seed: 32) { InitialStates = first.Spins };
        if (!HonoursStart)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => Create().Sample(model, request));
            Assert.StartsWith("Sample request 'InitialStates': expected none", error.Message);
            return;
        }

        IsingModel changed = TestModels.Random(model.Graph, 0.3, seed: 15);
        Agreement.AssertWithinFourSigma(Create().Sample(changed, request), changed, beta: 1);
    }

    [TestMethod]
    public void AStateContinuesUnderAnotherModelOrThereIsNone()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(8), 0.3, seed: 14);
        SampleSet first = Create().Sample(model, new(ManyReads, Seed: 30));
        Assert.AreEqual(Continues, first.State is not null);
        if (Continues)
        {
            IsingModel changed = TestModels.Random(model.Graph, 0.3, seed: 15);
            SampleSet continued = Create().Sample(changed, new(ManyReads, Seed: 31) { Continue = first.State });
            Agreement.AssertWithinFourSigma(continued, changed, beta: 1);
        }
    }

    // More streams than a block has chains, out of order, one of them twice, and some that need all 64 bits.
    [TestMethod]
    public void StreamsAreHonouredOrRefused()
    {
        const int reads = 150;
        IsingModel model = TestModels.Random(SpinGraph.Complete(16), 0.3, seed: 17);
        var request = new SampleRequest(reads, Seed: 35);
        if (!HonoursStreams)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => Create().Sample(model, request with { Streams = [.. Enumerable.Range(0, reads).Select(r => (ulong)r)] }));
            Assert.StartsWith("Sample request 'Streams': expected none", error.Message);
            return;
        }

        ulong[] streams = [.. Enumerable.Range(0, reads).Select(r => (ulong)(reads - 1 - r))];
        (streams[3], streams[70], streams[149]) = (streams[9], ulong.MaxValue, 1UL << 63);
        SampleSet plain = Create().Sample(model, request);
        SampleSet chosen = Create().Sample(model, request with { Streams = [.. streams] });

        for (int r = 0; r < reads; r++)
        {
            if (streams[r] < reads)
            {
                Assert.IsTrue(chosen.Spins[r].SequenceEqual(plain.Spins[(int)streams[r]]), $"read {r}");
                Assert.AreEqual(plain.Energies[(int)streams[r]], chosen.Energies[r]);
            }

            SampleSet alone = Create().Sample(model, new(Reads: 1, Seed: 35) { Streams = [streams[r]] });
            Assert.IsTrue(chosen.Spins[r].SequenceEqual(alone.Spins[0]), $"read {r} alone");
            Assert.AreEqual(alone.Energies[0], chosen.Energies[r]);
        }

        Assert.IsGreaterThan(100, Enumerable.Range(0, reads).Select(r => string.Join(',', chosen.Spins[r].ToArray())).Distinct().Count());
    }

    [TestMethod]
    public void AStateSurvivesStorage()
    {
        if (!Continues)
        {
            return;
        }

        IsingModel model = TestModels.Random(SpinGraph.Complete(8), 0.3, seed: 16);
        SamplerState state = Create().Sample(model, new(Reads: 20, Seed: 33)).State!;
        var stored = new SamplerState(new string(state.Sampler), state.Content.ToArray());
        var request = new SampleRequest(Reads: 20, Seed: 34);

        AssertSame(Create().Sample(model, request with { Continue = state }), Create().Sample(model, request with { Continue = stored }));
    }

    private static void AssertSame(SampleSet expected, SampleSet actual)
    {
        Assert.IsTrue(expected.Spins.AsSpan().SequenceEqual(actual.Spins.AsSpan()), "spins");
        CollectionAssert.AreEqual(expected.Energies, actual.Energies);
        Assert.AreEqual(expected.State?.Sampler, actual.State?.Sampler);
        CollectionAssert.AreEqual(expected.State?.Content.ToArray(), actual.State?.Content.ToArray());
        Assert.AreEqual(expected.Diagnostics, actual.Diagnostics);
    }
}
