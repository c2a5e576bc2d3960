using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>A trained BM-VAE: networks, prior, and where the training's chains stood. Immutable and safe for concurrent calls.</summary>
public sealed class BmVaeModel
{
    private readonly float[] _parameters;
    private readonly LayerStack _encoder;
    private readonly LayerStack _decoder;

    /// <summary>Takes ownership of <paramref name="parameters"/>.</summary>
    internal BmVaeModel(VaeArchitecture architecture, float[] parameters, IsingModel prior, PersistentChains chains)
    {
        (Architecture, _parameters, Prior, Chains) = (architecture, parameters, prior, chains);
        _encoder = new(architecture.Encoder, architecture.InputSize);
        _decoder = new(architecture.Decoder, architecture.LatentSize);
    }

    /// <summary>The networks, as data.</summary>
    public VaeArchitecture Architecture { get; }

    /// <summary>All weights, in the order of <see cref="VaeArchitecture.Parameters"/>.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>The energy of the latents, as spins.</summary>
    public IsingModel Prior { get; }

    /// <summary>The persistent chains at the end of training, to go on sampling the prior with the same kind of sampler.</summary>
    public PersistentChains Chains { get; }

    /// <summary>Latent logits of rows: the log-odds of each bit being 1. <c>[rows, InputSize] -> [rows, LatentSize]</c></summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Encode(ReadOnlySpan<float> features, Span<float> logits) =>
        _encoder.Forward(_parameters.AsSpan(0, _encoder.ParameterCount), features.Length / Architecture.InputSize, features, logits);

    /// <summary>Reconstruction of latent bits: the probability of each feature being 1. <c>[rows, LatentSize] -> [rows, InputSize]</c></summary>
    /// <param name="bits">0 or 1 each.</param>
    /// <param name="probabilities">Receives values within [0, 1].</param>
    public void Decode(ReadOnlySpan<float> bits, Span<float> probabilities)
    {
        DecodeLogits(bits, probabilities);
        VectorMath.Sigmoid(probabilities, probabilities);
    }

    /// <summary>Decodes samples of the prior: spin -1 is bit 0, spin +1 is bit 1.</summary>
    /// <param name="spins">Configurations of the prior. <c>[rows, LatentSize]</c></param>
    /// <returns>The probability of each feature being 1. <c>[rows, InputSize]</c></returns>
    public float[] Decode(SpinMatrix spins)
    {
        ArgumentNullException.ThrowIfNull(spins);
        float[] bits = new float[spins.Rows * spins.Columns];
        ReadOnlySpan<sbyte> source = spins.AsSpan();
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = (source[i] + 1) / 2;
        }

        float[] probabilities = new float[spins.Rows * Architecture.InputSize];
        Decode(bits, probabilities);
        return probabilities;
    }

    internal void DecodeLogits(ReadOnlySpan<float> bits, Span<float> logits) =>
        _decoder.Forward(_parameters.AsSpan(_encoder.ParameterCount), bits.Length / Architecture.LatentSize, bits, logits);
}
