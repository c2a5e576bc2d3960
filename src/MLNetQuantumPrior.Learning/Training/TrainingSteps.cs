using System.Diagnostics;

namespace MLNetQuantumPrior.Learning;

/// <summary>The moving parts of one training, step by step and epoch by epoch.</summary>
internal sealed class TrainingSteps(
    IVaeNetwork network, ITrainedPrior prior, TrainingOptions options, Schedule schedule, IShuffledRows rows, ulong seed)
{
    private readonly KlWeightControl _klWeight = new(schedule, options.KlTarget);
    private readonly float[] _batch = new float[options.BatchSize * network.Architecture.InputSize];
    private long _step;

    /// <summary>Trains one epoch.</summary>
    /// <param name="epoch">Its number, from 0.</param>
    /// <param name="deadline">The timestamp at which it ends early, after at least one step.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/> between two steps.</param>
    public EpochReport Epoch(int epoch, long deadline, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        using IEnumerator<ReadOnlyMemory<float>> order = rows.Epoch(seed, epoch).GetEnumerator();
        double reconstruction = 0;
        long seen = 0;
        do
        {
            cancel.ThrowIfCancellationRequested();
            int count = (int)Math.Min(options.BatchSize, rows.Count - seen);
            reconstruction += Step(order, count, cancel).Reconstruction * count;
            seen += count;
        }
        while (seen < rows.Count && Stopwatch.GetTimestamp() < deadline);

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

    /// <summary>One step. Once the first has been made, it allocates next to nothing.</summary>
    /// <param name="order">Where the rows come from.</param>
    /// <param name="count">How many to take, at most a batch.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    public StepReport Step(IEnumerator<ReadOnlyMemory<float>> order, int count, CancellationToken cancel)
    {
        var random = new UniformStream(seed, RandomUse.Step(_step));
        double learningRate = schedule.LearningRate(_step);
        ReadOnlySpan<float> features = Gather(order, count, random);    // [count, features]

        prior.Begin(random, _klWeight.Weight(_step));
        StepReport report = network.Step(features, prior.Bottleneck, learningRate);
        if (!double.IsFinite(report.Reconstruction + report.Penalty))
        {
            throw new TrainingDivergedException(_step, report, options.LearningRate);
        }

        double? kl = prior.Learn(_step, count, learningRate, cancel);
        _klWeight.Add(_step, kl);
        _step++;
        return report;
    }

    private ReadOnlySpan<float> Gather(IEnumerator<ReadOnlyMemory<float>> order, int count, UniformStream random)
    {
        int columns = network.Architecture.InputSize;
        Span<float> batch = _batch.AsSpan(0, count * columns);
        for (int k = 0; k < count && order.MoveNext(); k++)
        {
            order.Current.Span.CopyTo(batch.Slice(k * columns, columns));
        }

        if (options.DynamicBinarization)
        {
            network.Architecture.Likelihood.Binarize(random, batch);
        }

        return batch;
    }
}
