using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Fits the classes of labelled rows, once the autoencoder is trained.</summary>
internal static class ClassTraining
{
    private const int BatchSize = 1024;

    public static BoltzmannClasses Run(
        BmVaeModel model,
        LabelledRows rows,
        ClassFitOptions options,
        ulong seed,
        IProgress<ClassFitReport> progress,
        CancellationToken cancel)
    {
        int latents = model.Architecture.LatentSize;
        float[] logits = new float[rows.Features.Rows * latents];
        for (int start = 0; start < rows.Features.Rows; start += BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            int end = Math.Min(start + BatchSize, rows.Features.Rows);
            model.EncodeScaled(rows.Features.Slice(start, end), logits.AsSpan(start * latents, (end - start) * latents));
        }

        var codes = new LabelledCodes(rows.ClassNames, latents, logits, rows.Classes);
        return new BoltzmannClassTrainer(new PopulationAnnealingSampler { MaxDegreeOfParallelism = 1 }, options)
            .Train(model.Prior, codes, seed, progress, cancel);
    }
}
