using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

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
