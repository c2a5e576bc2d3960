using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Where the latents of generated rows come from. Safe for concurrent calls.</summary>
internal interface ILatentSource
{
    /// <summary>Latents of each row, by its class and id.</summary>
    /// <param name="labels">The number of each row's class, or -1 for none.</param>
    /// <param name="values">The number of each row's value of each attribute, or -1; or nothing. <c>[rows, attributes]</c></param>
    /// <param name="ids">Names of the rows.</param>
    GeneratedLatents Draw(ReadOnlySpan<int> labels, ReadOnlySpan<int> values, ReadOnlySpan<ulong> ids);
}

/// <summary>Latents of generated rows, as the decoder takes them.</summary>
/// <param name="Values">Bits, 0 or 1, or Gaussian numbers. <c>[rows, LatentSize]</c></param>
/// <param name="Energies">
/// E(z) of each row under the model's prior, whatever distribution it was drawn from: |z|^2 / 2 of Gaussian latents.
/// </param>
internal sealed record GeneratedLatents(float[] Values, float[] Energies);

/// <summary>Spins, as bits.</summary>
internal sealed class SpinSource(LatentGenerator generator) : ILatentSource
{
    public LatentGenerator Generator => generator;

    /// <summary>A source for callers on many cores: each call works on its own thread, but for the first draws.</summary>
    public static SpinSource Of(BmVaeModel model, GenerationOptions options) =>
        Of(model.Prior, model.Classes, model.Attributes, options);

    /// <inheritdoc cref="Of(BmVaeModel, GenerationOptions)"/>
    public static SpinSource Of(IsingModel prior, BoltzmannClasses classes, BoltzmannAttributes attributes, GenerationOptions options) =>
        new(new(
        prior,
        classes,
        attributes,
        options with { MaxDegreeOfParallelism = 1 },
        new PopulationAnnealingSampler { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism },
        options.MaxDegreeOfParallelism));

    public GeneratedLatents Draw(ReadOnlySpan<int> labels, ReadOnlySpan<int> values, ReadOnlySpan<ulong> ids)
    {
        SampleSet drawn = generator.DrawByAttributes(labels, values, ids);
        return new(LatentBits.Of(drawn.Spins), [.. drawn.Energies.Select(energy => (float)energy)]);
    }
}

/// <summary>Gaussian latents.</summary>
internal sealed class GaussianSource(GaussianGenerator generator) : ILatentSource
{
    public GeneratedLatents Draw(ReadOnlySpan<int> labels, ReadOnlySpan<int> values, ReadOnlySpan<ulong> ids)
    {
        float[] latents = generator.Draw(labels, ids);
        return new(latents, [.. latents.Chunk(generator.LatentSize).Select(z => z.Sum(value => value * value) / 2)]);
    }
}
