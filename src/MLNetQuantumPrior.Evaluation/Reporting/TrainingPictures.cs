using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>
/// Draws a picture at each report of a training: some images, below them what the model makes of their codes, and below those two rows of
/// images generated from its prior. The files are epoch-00001.png and so on, by the report's epoch.
/// </summary>
/// <remarks>
/// <code>
/// Snapshots = new TrainingPictures("pictures", images, 64, 64) { Channels = 3, White = 255 }
/// </code>
/// </remarks>
/// <param name="folder">Where the files go; made if there is none.</param>
/// <param name="images">Some images in the units of the training data, one column of the picture each. <c>[count, features]</c></param>
/// <param name="imageHeight">Pixels, at least 1.</param>
/// <param name="imageWidth">Pixels, at least 1.</param>
public sealed class TrainingPictures(string folder, ReadOnlyMemory<float> images, int imageHeight, int imageWidth)
    : IProgress<TrainingSnapshot>
{
    private const int GeneratedRows = 2;

    /// <summary>1 for grey images, 3 for red, green and blue. Default 1.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>The largest value, such as 255, above 0; 0 is black. Default 1.</summary>
    public float White { get; init; } = 1;

    /// <summary>Screen pixels of an image pixel's side, at least 1. Default 1.</summary>
    public int Zoom { get; init; } = 1;

    /// <summary>Seed of the generated images, the same in each picture. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Writes the picture of a report.</summary>
    /// <exception cref="ArgumentException">The images are not of the model's size.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Report(TrainingSnapshot value)
    {
        ArgumentNullException.ThrowIfNull(value);
        BmVaeModel model = value.Model;
        int columns = images.Length / model.Architecture.InputSize;
        float[] latents = new float[columns * model.Architecture.LatentSize], decoded = new float[images.Length];
        model.Encode(images.Span, latents);
        if (model.Kind != PriorKind.Gaussian)
        {
            latents = Array.ConvertAll(latents, logit => logit > 0 ? 1f : 0);
        }

        model.Decode(latents, decoded);
        byte[] png = ImageGrid.ToPng(
            [.. images.Span, .. decoded, .. Generated(model, GeneratedRows * columns)],
            imageHeight, imageWidth, columns, Zoom, Channels, White);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FormattableString.Invariant($"epoch-{value.Report.Epoch:D5}.png"));
        WholeFile.Write(path, stream => stream.Write(png));
    }

    private float[] Generated(BmVaeModel model, int count)
    {
        if (model.Kind != PriorKind.Gaussian)
        {
            return model.Decode(new PopulationAnnealingSampler().Sample(model.Prior, new(count, Seed)).Spins);
        }

        float[] latents = new float[count * model.Architecture.LatentSize], features = new float[count * model.Architecture.InputSize];
        new UniformStream(Seed, stream: 0).FillNormal(latents, 1);
        model.Decode(latents, features);
        return features;
    }
}
