using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Fits the classes of labelled rows, once the autoencoder is trained.</summary>
internal static class ClassTraining
{
    private const int BatchSize = 1024;

    public static LatentClasses Run(
        BmVaeModel model,
        FeatureMatrix scaled,
        TrainingRows rows,
        ClassFitOptions options,
        ulong seed,
        IProgress<LatentFitReport> progress,
        CancellationToken cancel)
    {
        int latents = model.Architecture.LatentSize;
        float[] logits = new float[scaled.Rows * latents];
        for (int start = 0; start < scaled.Rows; start += BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            int end = Math.Min(start + BatchSize, scaled.Rows);
            model.EncodeScaled(scaled.Slice(start, end), logits.AsSpan(start * latents, (end - start) * latents));
        }

        var codes = new LatentCodes(rows.ClassNames, latents, logits, rows.Classes);
        return new LatentClassTrainer(new PopulationAnnealingSampler(), options).Train(model.Prior, codes, seed, progress, cancel);
    }
}
