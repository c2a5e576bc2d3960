using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>What a sampler of somebody else's making answers is checked where it enters, and the error names the sampler.</summary>
[TestClass]
public sealed class SamplerAnswerTests
{
    private const int Latents = 8, Features = 4;

    private static readonly VaeArchitecture Architecture = VaeArchitecture.Mlp(Features, [], Latents);

    private static readonly FeatureMatrix Data = new(Features, [.. Enumerable.Range(0, 64 * Features).Select(k => (float)(k % 3 % 2))]);

    public static IEnumerable<object[]> Answers { get; } =
    [
        ["null", (Func<int, int, SampleSet?>)((_, _) => null)],
        ["of 3 spins", (Func<int, int, SampleSet?>)((reads, _) => Ones(reads, 3))],
        ["1 of 8 spins", (Func<int, int, SampleSet?>)((_, spins) => Ones(1, spins))],
        ["energies that are not finite", (Func<int, int, SampleSet?>)((reads, spins) => Ones(reads, spins, double.NaN))],
    ];

    [TestMethod]
    [DynamicData(nameof(Answers))]
    public void AWrongAnswerIsRefusedInTraining(string got, Func<int, int, SampleSet?> answer)
    {
        foreach (NegativePhaseKind kind in Enum.GetValues<NegativePhaseKind>())
        {
            Refused(got, sampler => new BmVaeTrainer(
                new SimdEngine(), sampler, new() { Epochs = 1, BatchSize = 32, Chains = 16, NegativePhase = kind })
                    .Train(Data, Architecture, PriorKind.Boltzmann, seed: 1), answer);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Answers))]
    public void AWrongAnswerIsRefusedInGeneration(string got, Func<int, int, SampleSet?> answer)
    {
        var prior = new IsingModel(SpinGraph.Complete(Latents), new float[Latents], new float[Latents * (Latents - 1) / 2]);

        Refused(
            got,
            sampler => new LatentGenerator(prior, BoltzmannClasses.None, new() { PoolSize = 16 }, sampler).Draw([-1, -1], [0, 1]),
            answer);
    }

    [TestMethod]
    [DynamicData(nameof(Answers))]
    public void AWrongAnswerIsRefusedInFitsOfClasses(string got, Func<int, int, SampleSet?> answer)
    {
        var prior = new IsingModel(SpinGraph.Complete(Latents), new float[Latents], new float[Latents * (Latents - 1) / 2]);
        var codes = new LabelledCodes(["only"], Latents, new float[16 * Latents], new int[16]);

        Refused(
            got, sampler => new BoltzmannClassTrainer(sampler, new() { Steps = 4, Chains = 16, Classifier = null }).Train(prior, codes, 1),
            answer);
    }

    private static void Refused(string got, Action<IIsingSampler> use, Func<int, int, SampleSet?> answer)
    {
        Exception error = Assert.Throws<Exception>(() => use(new OwnSampler(answer)));
        error = error is AggregateException { InnerExceptions: [var one, ..] } ? one : error;

        Assert.IsInstanceOfType<InvalidOperationException>(error);
        Assert.StartsWith("Sampler 'OwnSampler': expected ", error.Message);
        Assert.EndsWith($"{got}.", error.Message);
    }

    private static SampleSet Ones(int reads, int spins, double energy = 0)
    {
        sbyte[] ones = new sbyte[reads * spins];
        Array.Fill(ones, (sbyte)1);
        return new(new(reads, spins, ones), [.. Enumerable.Repeat(energy, reads)], State: null);
    }

    private sealed class OwnSampler(Func<int, int, SampleSet?> answer) : IIsingSampler
    {
        public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel) =>
            answer(request.Reads, model.SpinCount)!;
    }
}
