using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Images of latents drawn from a model's prior, afresh.</summary>
internal static class UnconditionalImages
{
    private const ulong Stream = 77;

    /// <summary>Expected pixels. <c>[count, pixels]</c></summary>
    public static float[] Draw(BmVaeModel model, int count, ulong seed)
    {
        if (model.Kind != PriorKind.Gaussian)
        {
            return model.Decode(new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 }.Sample(model.Prior, new(count, seed)).Spins);
        }

        float[] latents = new float[count * model.Architecture.LatentSize];
        new UniformStream(seed, Stream).FillNormal(latents, deviation: 1);
        float[] images = new float[count * model.Architecture.InputSize];
        model.Decode(latents, images);
        return images;
    }
}
