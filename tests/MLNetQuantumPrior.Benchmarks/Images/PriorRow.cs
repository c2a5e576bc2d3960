namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// A prior's figures, mean and spread over seeds: nats on test images; <paramref name="Iw"/> with 1,000 samples on the first 1,000 images,
/// <paramref name="IwAll"/> with 100 on all; <paramref name="OutlierAuroc"/> of reconstruction and energy combined, mean over classes.
/// </summary>
internal sealed record PriorRow(
    string Prior,
    int Latents,
    int Epochs,
    double LearningRate,
    double KlWeight,
    Figure Seconds,
    Figure ProcessorSeconds,
    Figure Reconstruction,
    Figure Mse,
    Figure Kl,
    Figure Elbo,
    Figure Iw,
    Figure IwAll,
    Figure LogZ,
    double LogZStdErr,
    Figure ActiveShare,
    Figure Frechet,
    Figure ClassEntropy,
    Figure? ConditionalAccuracy,
    Figure? ConditionalEntropy,
    Figure? TstrAccuracy,
    Figure? OutlierAuroc);
