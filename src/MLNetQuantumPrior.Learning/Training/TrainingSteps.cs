using System.Diagnostics;

namespace MLNetQuantumPrior.Learning;

/// <summary>The moving parts of one training, step by step and epoch by epoch.</summary>
internal sealed class TrainingSteps(
    IVaeNetwork network, ITrainedPrior prior, TrainingOptions options, Schedule schedule, FeatureMatrix data, int[] trainingRows, ulong seed)
{
    private readonly KlWeightControl _klWeight = new(schedule, options.KlTarget);
    private readonly float[] _batch = new float[options.BatchSize * data.Columns];
    private long _step;

    /// <summary>Trains one epoch.</summary>
    /// <param name="epoch">Its number, from 0.</param>
    /// <param name="deadline">The timestamp at which it ends early, after at least one step.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/> between two steps.</param>
    public EpochReport Epoch(int epoch, long deadline, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        int[] order = new UniformStream(seed, RandomUse.RowOrder(epoch)).Permutation(trainingRows.Length);
        double reconstruction = 0;
        int seen = 0;
        do
        {
            cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<int> rows = order.AsSpan(seen, Math.Min(options.BatchSize, order.Length - seen));
            reconstruction += Step(rows, cancel).Reconstruction * rows.Length;
            seen += rows.Length;
        }
        while (seen < order.Length && Stopwatch.GetTimestamp() < deadline);

        PriorReport report = prior.EndEpoch();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(epoch + 1, options.Epochs, reconstruction / seen, report.Kl, _klWeight.Weight(_step - 1), seen, seconds)
        {
            Boltzmann = report.Boltzmann,
        };
    }

    public void Write(BinaryWriter target)
    {
        target.Write(_step);
        target.Write(_klWeight.LogFactor);
    }

    public void Read(BinaryReader source) => (_step, _klWeight.LogFactor) = (source.ReadInt64(), source.ReadDouble());

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
            data[trainingRows[rows[k]]].CopyTo(batch.Slice(k * data.Columns, data.Columns));
        }

        if (options.DynamicBinarization)
        {
            data.Likelihood.Binarize(random, batch);
        }

        return batch;
    }
}
