using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Images with the classes they were made for.</summary>
/// <param name="Pixels"><c>[count, pixels]</c></param>
/// <param name="Labels"><c>[count]</c></param>
internal sealed record GeneratedImages(float[] Pixels, int[] Labels)
{
    /// <summary>As many labels of each class.</summary>
    public static int[] Balanced(int perClass) =>
        [.. Enumerable.Range(0, perClass * LabeledImages.Classes).Select(row => row % LabeledImages.Classes)];

    /// <summary>The first real images of each class.</summary>
    public static GeneratedImages Real(LabeledImages images, int perClass)
    {
        int[] seen = new int[LabeledImages.Classes];
        int[] rows = [.. Enumerable.Range(0, images.Count).Where(row => seen[images.Labels[row]]++ < perClass)];
        float[] pixels = new float[rows.Length * images.Images.Columns];
        for (int k = 0; k < rows.Length; k++)
        {
            images.Images[rows[k]].CopyTo(pixels.AsSpan(k * images.Images.Columns));
        }

        return new(pixels, [.. rows.Select(row => images.Labels[row])]);
    }
}

/// <summary>Images of fresh latents from a model's prior.</summary>
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
