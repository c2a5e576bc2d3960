using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Images of 28 x 28 pixels in ten classes: MNIST or Fashion-MNIST.</summary>
/// <param name="Images">Pixels row by row, 0 background to 1 ink.</param>
/// <param name="Labels">0 to 9.</param>
internal sealed record LabeledImages(FeatureMatrix Images, int[] Labels)
{
    public const int Side = 28;
    public const int Classes = 10;

    public static ImmutableArray<string> ClassNames { get; } = [.. Enumerable.Range(0, Classes).Select(label => $"{label}")];

    public int Count => Labels.Length;

    /// <summary>Reads the part "train" (60,000 images) or "t10k" (10,000).</summary>
    public static LabeledImages Load(string folder, string part)
    {
        IdxFile images = IdxFile.Read(Path.Combine(folder, $"{part}-images-idx3-ubyte"));
        IdxFile labels = IdxFile.Read(Path.Combine(folder, $"{part}-labels-idx1-ubyte"));
        float[] pixels = [.. images.Content.Select(value => value / 255f)];
        return new(new(images.ItemSize, pixels), [.. labels.Content.Select(value => (int)value)]);
    }

    /// <summary>Images <paramref name="start"/> to before <paramref name="end"/>.</summary>
    public LabeledImages Slice(int start, int end) => new(new(Images.Columns, Images.Slice(start, end).ToArray()), Labels[start..end]);

    /// <summary>The images whose label passes.</summary>
    public LabeledImages Where(Func<int, bool> label)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => label(Labels[row]))];
        float[] pixels = new float[rows.Length * Images.Columns];
        for (int k = 0; k < rows.Length; k++)
        {
            Images[rows[k]].CopyTo(pixels.AsSpan(k * Images.Columns));
        }

        return new(new(Images.Columns, pixels), [.. rows.Select(row => Labels[row])]);
    }
}
