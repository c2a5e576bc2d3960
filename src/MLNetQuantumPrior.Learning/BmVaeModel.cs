using System.Buffers;
using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>A trained BM-VAE: scaling, networks and prior. Immutable and safe for concurrent calls.</summary>
public sealed partial class BmVaeModel
{
    private readonly float[] _parameters;
    private readonly LayerStack _encoder;
    private readonly LayerStack _decoder;

    /// <summary>Takes ownership of <paramref name="parameters"/>.</summary>
    internal BmVaeModel(VaeArchitecture architecture, float[] parameters, IsingModel prior)
    {
        (Architecture, _parameters, Prior) = (architecture, parameters, prior);
        Scaling = SlotScaling.Identity(architecture.InputSize);
        _encoder = new(architecture.Encoder, architecture.InputSize);
        _decoder = new(architecture.Decoder, architecture.LatentSize);
    }

    /// <summary>The networks, as data.</summary>
    public VaeArchitecture Architecture { get; }

    /// <summary>All weights, in the order of <see cref="VaeArchitecture.Parameters"/>.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>The learned variances among them, as <see cref="Likelihood.Variances"/> takes them.</summary>
    internal ReadOnlySpan<float> LikelihoodParameters => _parameters.AsSpan(^Architecture.Likelihood.LearnedVariances..);

    /// <summary>The energy of the latents, as spins.</summary>
    public IsingModel Prior { get; }

    /// <summary>How features are brought into [0, 1] before the encoder, and back after the decoder.</summary>
    public SlotScaling Scaling { get; internal init; }

    /// <summary>Names of the features, as many as there are; empty where the training data had none.</summary>
    public ImmutableArray<string> SlotNames { get; internal init; } = [];

    /// <summary>What was learned of each class of the training data; empty where it had no labels.</summary>
    public ImmutableArray<LatentClass> Classes { get; internal init; } = [];

    /// <summary>How it was trained; null where nobody says.</summary>
    public TrainingRun? Training { get; internal init; }

    /// <summary>The same networks and prior with other knowledge of the data.</summary>
    internal BmVaeModel With(SlotScaling scaling, ImmutableArray<string> slotNames, ImmutableArray<LatentClass> classes) =>
        new(Architecture, _parameters, Prior) { Scaling = scaling, SlotNames = slotNames, Classes = classes, Training = Training };

    /// <summary>The same model with word of its training.</summary>
    internal BmVaeModel With(TrainingRun training) =>
        new(Architecture, _parameters, Prior) { Scaling = Scaling, SlotNames = SlotNames, Classes = Classes, Training = training };

    /// <summary>Latent logits of rows: the log-odds of each bit being 1. <c>[rows, InputSize] -> [rows, LatentSize]</c></summary>
    /// <param name="features">Finite values in the units of the training data; what lies beyond their range is clipped.</param>
    /// <param name="logits">Receives the logits.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Encode(ReadOnlySpan<float> features, Span<float> logits)
    {
        Rows("Features", features, Architecture.InputSize);
        float[] scaled = ArrayPool<float>.Shared.Rent(features.Length);
        Scaling.Scale(features, scaled);
        EncodeScaled(scaled.AsSpan(0, features.Length), logits);
        ArrayPool<float>.Shared.Return(scaled);
    }

    /// <summary>
    /// Expected features of latent bits, in the units of the training data; of categories, their probabilities. <c>[rows, LatentSize] -> [rows, InputSize]</c>
    /// </summary>
    /// <param name="bits">0 or 1 each.</param>
    /// <param name="features">Receives the features.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Decode(ReadOnlySpan<float> bits, Span<float> features)
    {
        DecodeOutputs(bits, features);
        LikelihoodPass.Expect(Architecture.Likelihood, features, threads: 1);
        Scaling.Invert(features);
    }

    /// <summary>Decodes samples of the prior: spin -1 is bit 0, spin +1 is bit 1.</summary>
    /// <param name="spins">Configurations of the prior. <c>[rows, LatentSize]</c></param>
    /// <returns>Expected features, in the units of the training data. <c>[rows, InputSize]</c></returns>
    public float[] Decode(SpinMatrix spins)
    {
        ArgumentNullException.ThrowIfNull(spins);
        float[] features = new float[spins.Rows * Architecture.InputSize];
        Decode(LatentBits.Of(spins), features);
        return features;
    }

    /// <summary>Logits of rows that are scaled already.</summary>
    internal void EncodeScaled(ReadOnlySpan<float> scaled, Span<float> logits) =>
        _encoder.Forward(_parameters.AsSpan(0, _encoder.ParameterCount), Rows("Features", scaled, Architecture.InputSize), scaled, logits);

    /// <summary>What the likelihood makes scaled features of. <c>[rows, LatentSize] -> [rows, InputSize]</c></summary>
    internal void DecodeOutputs(ReadOnlySpan<float> bits, Span<float> outputs) =>
        _decoder.Forward(_parameters.AsSpan(_encoder.ParameterCount, _decoder.ParameterCount), Rows("Bits", bits, Architecture.LatentSize), bits, outputs);

    private static int Rows(string what, ReadOnlySpan<float> values, int size) => values.Length % size == 0
        ? values.Length / size
        : throw new ArgumentException($"{what}: expected whole rows of {size} values, got {values.Length} values.");
}
