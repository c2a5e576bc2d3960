using System.Diagnostics;

namespace MLNetQuantumPrior.Learning;

/// <summary>The moving parts of one training, step by step and epoch by epoch.</summary>
internal sealed class TrainingSteps(
    IVaeNetwork network, ITrainedPrior prior, TrainingOptions options, Schedule schedule, FeatureMatrix data, ulong seed)
{
    private readonly KlWeightControl _klWeight = new(schedule, options.KlTarget);
    private readonly float[] _batch = new float[options.BatchSize * data.Columns];
    private long _step;

    public EpochReport Epoch(int epoch, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        int[] order = new UniformStream(seed, RandomUse.RowOrder(epoch)).Permutation(data.Rows);
        double reconstruction = 0;
        for (int first = 0; first < order.Length; first += options.BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<int> rows = order.AsSpan(first, Math.Min(options.BatchSize, order.Length - first));
            reconstruction += Step(rows, cancel).Reconstruction * rows.Length;
        }

        PriorReport report = prior.EndEpoch();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(epoch + 1, options.Epochs, reconstruction / data.Rows, report.Kl, _klWeight.Weight(_step - 1), data.Rows, seconds)
        {
            Boltzmann = report.Boltzmann,
        };
    }

    private StepReport Step(ReadOnlySpan<int> rows, CancellationToken cancel)
    {
        var random = new UniformStream(seed, RandomUse.Step(_step));
        double learningRate = schedule.LearningRate(_step);
        ReadOnlySpan<float> features = Gather(rows, random);            // [rows, features]

        prior.Begin(random, _klWeight.Weight(_step));
        StepReport report = network.Step(features, prior.Bottleneck, learningRate);
        if (!double.IsFinite(report.Reconstruction + report.Penalty))
        {
            throw new TrainingDivergedException(_step, report, options.LearningRate);
        }

        double? kl = prior.Learn(_step, rows.Length, learningRate, cancel);
        _klWeight.Add(_step, kl);
        _step++;
        return report;
    }

    private ReadOnlySpan<float> Gather(ReadOnlySpan<int> rows, UniformStream random)
    {
        Span<float> batch = _batch.AsSpan(0, rows.Length * data.Columns);
        for (int k = 0; k < rows.Length; k++)
        {
            data[rows[k]].CopyTo(batch.Slice(k * data.Columns, data.Columns));
        }

        if (options.DynamicBinarization)
        {
            data.Likelihood.Binarize(random, batch);
        }

        return batch;
    }
}
