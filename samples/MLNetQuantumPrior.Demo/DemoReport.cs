using System.Text.Json;

namespace MLNetQuantumPrior.Demo;

/// <summary>The figures of a run: demo.json.</summary>
/// <param name="Latents">Number of latent bits.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Seed">Seed of all randomness.</param>
/// <param name="TrainingImages">Images trained on.</param>
/// <param name="TestImages">Images that the figures below are measured on.</param>
/// <param name="ReconstructionNats">E_q[-log p(x|z)] a test image, one fixed binarisation, nats.</param>
/// <param name="ReconstructionMse">Mean squared error a pixel, grey values within [0, 1].</param>
/// <param name="AccuracyOnLatentBits">Test accuracy of a linear classifier on the latent bits.</param>
/// <param name="AccuracyOnRawPixels">Test accuracy of the same classifier on the pixels.</param>
/// <param name="TrainingSeconds">Wall-clock time of the autoencoder's training.</param>
/// <param name="ImagesPerSecond">Training images a second, over all epochs.</param>
/// <param name="TotalSeconds">Wall-clock time of the whole demo.</param>
internal sealed record DemoReport(
    int Latents,
    int Epochs,
    int Seed,
    int TrainingImages,
    int TestImages,
    double ReconstructionNats,
    double ReconstructionMse,
    double AccuracyOnLatentBits,
    double AccuracyOnRawPixels,
    double TrainingSeconds,
    double ImagesPerSecond,
    double TotalSeconds)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";
}
