using System.Globalization;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class CheckpointTests
{
    private const int Pixels = BarsAndStripes.Side * BarsAndStripes.Side, Latents = 6;

    private static readonly FeatureMatrix Data = BarsAndStripes.Rows(copies: 10);
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 30, BatchSize = 40, Chains = 32, LearningRate = 5e-3, KlWarmUpEpochs = 3, KlTarget = 2, ValidationFraction = 0.2,
        MaxDegreeOfParallelism = 1,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint").FullName;

    public static IEnumerable<object[]> Trainings =>
    [
        [PriorKind.Boltzmann, Options, 1],
        [PriorKind.Boltzmann, Options, 40], // within the 7th epoch of 6 steps
        [PriorKind.Boltzmann, Options, 145], // after the anchor of step 102, while a trace of energies is half full
        [PriorKind.Boltzmann, Options with { NegativePhase = NegativePhaseKind.SamplerDraws, KlTarget = null }, 100],
        [PriorKind.Boltzmann, Options with { NegativePhase = NegativePhaseKind.SamplerDraws, KlTarget = null, StepsPerDraw = 5 }, 100],
        [PriorKind.Rbm, Options with { ValidationFraction = 0 }, 100],
        [PriorKind.Bernoulli, Options with { KlTarget = 1 }, 100],
        [PriorKind.Gaussian, Options, 100],
    ];

    private string File => Path.Combine(_folder, "training.checkpoint");

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DynamicData(nameof(Trainings))]
    public void AResumedTrainingMakesTheNumbersOfAnUninterruptedOne(PriorKind prior, TrainingOptions options, int killedAtStep)
    {
        BmVaeModel whole = Train(prior, options, folder: null);

        Assert.ThrowsExactly<OperationCanceledException>(() => Train(prior, options, _folder, KilledAt(killedAtStep)));
        // Goes on, and is killed again.
        Assert.ThrowsExactly<OperationCanceledException>(() => Train(prior, options, _folder, KilledAt(20)));
        CancellingEngine last = NeverKilled();
        BmVaeModel resumed = Train(prior, options, _folder, last);

        int stepsPerEpoch = (int)Math.Ceiling(whole.Training!.Epochs[0].Rows / (double)options.BatchSize!.Value);
        int kept = ((killedAtStep - 1) / stepsPerEpoch) + (19 / stepsPerEpoch); // whole epochs before each of the kills
        Assert.AreEqual((options.Epochs!.Value - kept) * stepsPerEpoch, last.Steps);
        Assert.IsTrue(whole.Parameters.SequenceEqual(resumed.Parameters));
        if (prior != PriorKind.Gaussian)
        {
            CollectionAssert.AreEqual(whole.Prior.Fields, resumed.Prior.Fields);
            CollectionAssert.AreEqual(whole.Prior.Couplings, resumed.Prior.Couplings);
        }

        Assert.HasCount(options.Epochs.Value, resumed.Training!.Epochs);
        CollectionAssert.AreEqual(Figures(whole), Figures(resumed));
        Assert.AreEqual(whole.Training.ModelEpoch, resumed.Training.ModelEpoch);

        static EpochReport[] Figures(BmVaeModel model) => [.. model.Training!.Epochs.Select(epoch => epoch with { Seconds = 0 })];
    }

    [TestMethod]
    public void AStreamedTrainingResumesAsWell()
    {
        ITrainingRows Streamed() => new StreamedRows(Data.Likelihood, Enumerable.Range(0, Data.Rows).Select(Data.Memory), bufferRows: 30);
        BmVaeModel whole = Train(PriorKind.Boltzmann, Options, folder: null, data: Streamed());

        Assert.ThrowsExactly<OperationCanceledException>(() =>
            Train(PriorKind.Boltzmann, Options, _folder, KilledAt(40), data: Streamed()));
        BmVaeModel resumed = Train(PriorKind.Boltzmann, Options, _folder, data: Streamed());

        Assert.IsTrue(whole.Parameters.SequenceEqual(resumed.Parameters));
        CollectionAssert.AreEqual(whole.Prior.Couplings, resumed.Prior.Couplings);
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Train(PriorKind.Boltzmann, Options, _folder));
        StringAssert.Contains(error.Message, "training rows: expected 300 of digest");
    }

    [TestMethod]
    public void ATrainingThatRanOutOfPatienceGoesOnWithMore()
    {
        // At this rate the validation rows soon see nothing but worse models.
        TrainingOptions impatient = Options with { LearningRate = 0.05, KlTarget = null, Patience = 1 },
            patient = impatient with { Patience = 4 };
        BmVaeModel whole = Train(PriorKind.Boltzmann, patient, folder: null);

        BmVaeModel stopped = Train(PriorKind.Boltzmann, impatient, _folder);
        BmVaeModel resumed = Train(PriorKind.Boltzmann, patient, _folder);

        Assert.AreEqual(StopReason.Patience, stopped.Training!.StopReason);
        Assert.IsLessThan(whole.Training!.Epochs.Length, stopped.Training.Epochs.Length);
        Assert.HasCount(whole.Training.Epochs.Length, resumed.Training!.Epochs);
        Assert.AreEqual(whole.Training.StopReason, resumed.Training.StopReason);
        Assert.IsTrue(whole.Parameters.SequenceEqual(resumed.Parameters));
    }

    [TestMethod]
    public void AFinishedTrainingGivesItsModelAtOnce()
    {
        var options = Options with { Epochs = 2 };
        BmVaeModel first = Train(PriorKind.Boltzmann, options, _folder);

        BmVaeModel again = Train(PriorKind.Boltzmann, options, _folder, KilledAt(1)); // which would not survive a step

        Assert.IsTrue(first.Parameters.SequenceEqual(again.Parameters));
        Assert.AreEqual(StopReason.AllEpochs, again.Training!.StopReason);
    }

    [TestMethod]
    public void WhatAKilledTrainingLeftHalfWrittenIsClearedAway()
    {
        string leftover = $"{File}.0123456789abcdef";
        System.IO.File.WriteAllText(leftover, "half");

        Train(PriorKind.Boltzmann, Options with { Epochs = 1 }, _folder);

        CollectionAssert.AreEqual(new[] { File }, Directory.GetFiles(_folder));
    }

    [TestMethod]
    [DataRow(-1)] // the last byte
    [DataRow(60)] // the key
    [DataRow(5000)] // the state
    [DataRow(10)] // the checksum
    public void ADamagedFileIsNamed(int position)
    {
        Train(PriorKind.Boltzmann, Options with { Epochs = 1 }, _folder);
        byte[] content = System.IO.File.ReadAllBytes(File);
        content[position < 0 ? ^-position : position] ^= 1;
        System.IO.File.WriteAllBytes(File, content);

        Refused("the file is damaged", Options with { Epochs = 1 });
    }

    [TestMethod]
    public void AStateThatIsWrongUnderARightChecksumIsNamed()
    {
        TrainingOptions options = Options with { Epochs = 1 };
        Train(PriorKind.Boltzmann, options, _folder);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        int reports = whole.AsSpan().IndexOf("[{\"Epoch\":1,"u8);

        Resealed(content => content[..^1]);
        Refused("end", options);
        Resealed(content => [.. content, 0]);
        Refused("expected nothing after the state", options);
        Resealed(content => content[..200]);
        Refused("end", options);
        Resealed(content => Changed(content, 40, 255, 255, 255, 255)); // the number of settings
        Refused("expected a number of settings, got -1", options);
        Resealed(content => Changed(content, 40, 255, 255, 255, 127));
        Refused("Checkpoint", options);
        Resealed(content => Changed(content, reports, (byte)'x'));
        Refused("'x' is an invalid start of a value", options);
        int length = "[{\"Epoch\":1,"u8.Length;
        Resealed(content => Changed(content, reports, [.. "[null,       "u8[..length]]));
        Refused("Checkpoint", options);
        Resealed(content => Changed(content, reports + 10, (byte)'2'));
        Refused("expected reports of at most 1 epochs, in order", options);

        // Sizes and numbers of what comes after the reports.
        int end = whole.AsSpan().LastIndexOf("}]"u8) + 2;
        foreach (int at in Enumerable.Range(end, 24).Concat(Enumerable.Range(1, 40).Select(k => whole.Length - (k * 17))))
        {
            foreach (byte value in (byte[])[0x7f, 0xff])
            {
                Resealed(content => Changed(content, at, value, value, value, value)); // sizes, NaN, negative ones
                try
                {
                    Train(PriorKind.Boltzmann, options, _folder);
                }
                catch (InvalidDataException error)
                {
                    StringAssert.Contains(error.Message, $"Checkpoint '{File}'");
                }
            }
        }

        void Resealed(Func<byte[], byte[]> change)
        {
            byte[] content = change([.. whole]);
            System.Security.Cryptography.SHA256.HashData(content.AsSpan(40)).CopyTo(content, 8);
            System.IO.File.WriteAllBytes(File, content);
        }

        static byte[] Changed(byte[] content, int at, params byte[] bytes)
        {
            bytes.CopyTo(content.AsSpan(at));
            return content;
        }
    }

    [TestMethod]
    public void APartOfAFileIsNamed()
    {
        Train(PriorKind.Boltzmann, Options with { Epochs = 1 }, _folder);
        byte[] content = System.IO.File.ReadAllBytes(File);

        System.IO.File.WriteAllBytes(File, content[..^100]);
        Refused("the file is damaged", Options with { Epochs = 1 });
        System.IO.File.WriteAllBytes(File, content[..20]);
        Refused("expected a file that begins with 'BMVC', got another one", Options with { Epochs = 1 });
        System.IO.File.WriteAllBytes(File, [.. content[..4], 1, .. content[5..]]);
        Refused("expected format version 4, got 1: resume with the release that wrote it", Options with { Epochs = 1 });
    }

    [TestMethod]
    public void ACheckpointOfAnotherTrainingIsNamed()
    {
        TrainingOptions options = Options with { Epochs = 1 };
        Train(PriorKind.Boltzmann, options, _folder);

        Refused("LearningRate: expected 0.1, got 0.005. It is of another training", options with { LearningRate = 0.1 });
        Refused("seed: expected 8, got 7", options, seed: 8);
        Refused("prior: expected Gaussian, got Boltzmann on complete(6)", options, PriorKind.Gaussian);

        // Neither option changes a number.
        Train(PriorKind.Boltzmann, options with { MaxDegreeOfParallelism = 2, MaxTrainingTime = TimeSpan.FromDays(1) }, _folder);
    }

    [TestMethod]
    public void OptionsOfSamplerAndEngineAreCompared()
    {
        TrainingOptions options = Options with { Epochs = 1 };
        var sampler = new BlockGibbsSampler { Sweeps = 1 };
        var engine = new SimdEngine { WeightDecay = 0.25 };
        With(engine, sampler);

        RefusedWith(
            "sampler: expected BlockGibbsSampler { Sweeps = 7 }, got BlockGibbsSampler { Sweeps = 1 }.", engine, new() { Sweeps = 7 });
        RefusedWith("WeightDecay = 0.5, ", engine with { WeightDecay = 0.5 }, sampler);
        RefusedWith("WeightDecay = 0.25, MaxGradientNorm = Infinity }.", engine with { MaxGradientNorm = 3 }, sampler);

        // No number depends on threads or on the culture.
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture.Name) { NumberFormat = { NumberDecimalSeparator = "," } };
        With(engine with { MaxDegreeOfParallelism = 3 }, sampler with { MaxDegreeOfParallelism = 2 });
        CultureInfo.CurrentCulture = culture;

        void RefusedWith(string message, SimdEngine engine, BlockGibbsSampler sampler) => StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => With(engine, sampler)).Message, message);

        void With(SimdEngine engine, BlockGibbsSampler sampler) =>
            new BmVaeTrainer(engine, sampler, options) { CheckpointFolder = _folder }
                .Train(Data, VaeArchitecture.Mlp(Pixels, [24], Latents), PriorKind.Boltzmann, seed: 7);
    }

    [TestMethod]
    public void DescriptionsNameOptionsButNoThreads()
    {
        IIsingSampler gibbs = new BlockGibbsSampler { Sweeps = 3 };
        const string Gibbs = "BlockGibbsSampler { Sweeps = 3 }";
        foreach ((string expected, IIsingSampler sampler) in new[]
        {
            (Gibbs, gibbs),
            ($"AncillaSampler {{ Inner = {Gibbs} }}", new AncillaSampler(gibbs)),
            ($"ClampingSampler {{ Clamped = [2, -1], Inner = {Gibbs} }}", new ClampingSampler(gibbs, [new(2, -1)])),
            ($"PruningSampler {{ TreesAtLowestEnergy = True, Inner = {Gibbs} }}", new PruningSampler(gibbs) { TreesAtLowestEnergy = true }),
            ($"SpinReversalSampler {{ Reversals = 4, Inner = {Gibbs} }}", new SpinReversalSampler(gibbs, 4)),
            ($"SteeringSampler {{ Fields = [0.5, 1], Strength = 2, Inner = {Gibbs} }}", new SteeringSampler(gibbs, [0.5f, 1], 2)),
            ("RescalingSampler { FieldBeta = 2, CouplingBeta = 3, FieldRange = ValueRange { Low = -4, High = 4 }, " +
                $"CouplingRange = ValueRange {{ Low = -Infinity, High = Infinity }}, Inner = {Gibbs} }}",
                new RescalingSampler(gibbs, 2, 3) { FieldRange = new(-4, 4) }),
            ("SimulatedAnnealingSampler { Sweeps = 9, Schedule = [0.5, 1], Update = Gibbs }",
                new SimulatedAnnealingSampler { Sweeps = 9, Schedule = BetaSchedule.Custom(0.5, 1), Update = SpinUpdate.Gibbs }),
        })
        {
            Assert.AreEqual(expected, CheckpointKey.Description(sampler));
        }

        StringAssert.Contains(
            CheckpointKey.Description(new DiabaticEmulator(AnnealingSchedule.Linear(7))),
            "Schedule = [SchedulePoint { S = 0, A = 1, B = 0 }, SchedulePoint { S = 1, A = 0, B = 1 }] in 7 (Dimensionless)");
    }

    private void Refused(string message, TrainingOptions options, PriorKind prior = PriorKind.Boltzmann, ulong seed = 7)
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => Train(prior, options, _folder, seed: seed));
        StringAssert.Contains(error.Message, $"Checkpoint '{File}'");
        StringAssert.Contains(error.Message, message);
    }

    private static CancellingEngine KilledAt(int step) => new(new SimdEngine { MaxDegreeOfParallelism = 1 }, step);

    private static CancellingEngine NeverKilled() => KilledAt(int.MaxValue);

    private static BmVaeModel Train(
        PriorKind prior, TrainingOptions options, string? folder, CancellingEngine? engine = null, ulong seed = 7,
        ITrainingRows? data = null)
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(Pixels, [24], Latents, prior);
        engine ??= NeverKilled();
        var trainer = new BmVaeTrainer(engine, new BlockGibbsSampler { Sweeps = 1, MaxDegreeOfParallelism = 1 }, options)
        {
            CheckpointFolder = folder,
        };
        return trainer.Train(data ?? Data, architecture, prior, seed, cancel: engine.Cancel);
    }
}
