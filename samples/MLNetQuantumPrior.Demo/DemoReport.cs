using System.Text.Json;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Demo;

/// <summary>The figures of a run: demo.json. Nats are means over test images.</summary>
internal sealed record DemoReport
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Number of latent bits.</summary>
    public required int Latents { get; init; }

    /// <summary>Passes over the training images.</summary>
    public required int Epochs { get; init; }

    /// <summary>Seed of all randomness.</summary>
    public required int Seed { get; init; }

    /// <summary>What differentiated the networks.</summary>
    public required string Engine { get; init; }

    /// <summary>Images trained on.</summary>
    public required int TrainingImages { get; init; }

    /// <summary>Images that the figures are measured on.</summary>
    public required int TestImages { get; init; }

    /// <summary>E_q[-log p(x|z)], nats: one fixed binarisation, hard bits.</summary>
    public required double ReconstructionNats { get; init; }

    /// <summary>Mean squared error a pixel, grey values within [0, 1].</summary>
    public required double ReconstructionMse { get; init; }

    /// <summary>KL(q || p), nats.</summary>
    public required double Kl { get; init; }

    /// <summary>Evidence lower bound, nats.</summary>
    public required double Elbo { get; init; }

    /// <summary>Importance-weighted bound, nats.</summary>
    public required double ImportanceWeightedBound { get; init; }

    /// <summary>Codes a row for <see cref="ImportanceWeightedBound"/>.</summary>
    public required int ImportanceSamples { get; init; }

    /// <summary>log Z of the prior.</summary>
    public required double LogZ { get; init; }

    /// <summary>Its standard error, which KL and bounds share.</summary>
    public required double LogZStandardError { get; init; }

    /// <summary>Test accuracy of a linear classifier on the latent bits.</summary>
    public required double AccuracyOnLatentBits { get; init; }

    /// <summary>Test accuracy of the same classifier on the pixels.</summary>
    public required double AccuracyOnRawPixels { get; init; }

    /// <summary>What the judge makes of generated digits.</summary>
    public required Verdict Conditional { get; init; }

    /// <summary>What the judge makes of digits generated without a class.</summary>
    public required Verdict Unconditional { get; init; }

    /// <summary>Largest difference of a logit or a pixel between ONNX Runtime, on the exported files, and the engine; relative to values above 1 in size.</summary>
    public required double OnnxMaxDifference { get; init; }

    /// <summary>Wall-clock time of the autoencoder's training.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Training images a second, over all epochs.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Wall-clock time of the whole demo.</summary>
    public required double TotalSeconds { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Format) + "\n";
}
