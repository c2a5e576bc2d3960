using System.Collections.Immutable;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Fits the classes of labelled rows, once the autoencoder is trained.</summary>
internal static class ClassTraining
{
    private const int BatchSize = 1024;

    public static ImmutableArray<LatentClass> Run(
        BmVaeModel model, FeatureMatrix scaled, TrainingRows rows, BoltzmannFitOptions options, ulong seed, IProgress<LatentClassReport> progress, CancellationToken cancel)
    {
        var moments = new ClassMoments(model.Prior.Graph, rows.ClassNames, options.MaxDegreeOfParallelism);
        float[] logits = new float[BatchSize * model.Architecture.LatentSize];
        for (int start = 0; start < scaled.Rows; start += BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            int end = Math.Min(start + BatchSize, scaled.Rows);
            Span<float> batch = logits.AsSpan(0, (end - start) * model.Architecture.LatentSize);
            model.EncodeScaled(scaled.Slice(start, end), batch);
            moments.Add(batch, rows.Classes.AsSpan(start, end - start));
        }

        return new LatentClassTrainer(new PopulationAnnealingSampler(), options).Train(model.Prior, moments, seed, progress, cancel);
    }
}
