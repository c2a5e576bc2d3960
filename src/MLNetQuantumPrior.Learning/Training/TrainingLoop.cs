using System.Diagnostics;
using System.Text.Json;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// One training: epochs of steps, each epoch judged by the validation rows, the best model kept. Can be stored between two epochs.
/// </summary>
internal sealed class TrainingLoop(
    IVaeNetwork network, ITrainedPrior prior, TrainingOptions options, Schedule schedule, RowSplit rows, ulong seed)
{
    private readonly KlWeightControl _klWeight = new(schedule, options.KlTarget);
    private readonly float[] _batch = new float[
        (int)Math.Min(options.BatchSize, rows.Training.Count) * network.Architecture.InputSize];
    private readonly List<EpochReport> _reports = [];
    private ModelSnapshot? _best;
    private int _bestEpoch;
    private double _bestLoss = double.PositiveInfinity;
    private long _step;

    /// <summary>Trains to the end.</summary>
    /// <returns>The best model for the validation rows, or the last one without such rows.</returns>
    public BmVaeModel Run(CheckpointFile? checkpoint, IProgress<EpochReport>? progress, CancellationToken cancel)
    {
        long deadline = options.MaxTrainingTime is { } limit
            ? Stopwatch.GetTimestamp() + (long)Math.Min(limit.TotalSeconds * Stopwatch.Frequency, long.MaxValue / 2) // or it would overflow
            : long.MaxValue;
        checkpoint?.ReadIfAny(Read);
        StopReason? stop = StopAfterEpoch(); // by today's patience; a training that ran out of time goes on
        while (stop is null)
        {
            EpochReport report = Judge(Epoch(deadline, cancel), cancel);
            _reports.Add(report);
            stop = Stopwatch.GetTimestamp() >= deadline ? StopReason.TimeLimit : StopAfterEpoch();
            if (stop != StopReason.TimeLimit)
            {
                checkpoint?.Write(Write); // not within an epoch
            }

            progress?.Report(report);
        }

        var run = new TrainingRun(seed, options, [.. _reports]) { StopReason = stop.Value };
        return prior.ToModel(network.Architecture, _best ?? ModelSnapshot.Of(network, prior))
            .With(_best is null ? run : run with { ModelEpoch = _bestEpoch });
    }

    /// <summary>One pass over the rows, or at least one step of it where time is up.</summary>
    private EpochReport Epoch(long deadline, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        using IEnumerator<ReadOnlyMemory<float>> order = rows.Training.Epoch(seed, _reports.Count).GetEnumerator();
        double reconstruction = 0;
        long seen = 0;
        do
        {
            cancel.ThrowIfCancellationRequested();
            int count = (int)Math.Min(options.BatchSize, rows.Training.Count - seen);
            reconstruction += Step(order, count, cancel).Reconstruction * count;
            seen += count;
        }
        while (seen < rows.Training.Count && Stopwatch.GetTimestamp() < deadline);

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return prior.EndEpoch(new(
            _reports.Count + 1, options.Epochs, reconstruction / seen, Kl: null, _klWeight.Weight(_step - 1), seen, seconds));
    }

    /// <summary>One step. Once the first has been made, it allocates next to nothing.</summary>
    /// <param name="order">Where the rows come from.</param>
    /// <param name="count">How many to take, at most a batch.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    public StepReport Step(IEnumerator<ReadOnlyMemory<float>> order, int count, CancellationToken cancel)
    {
        var random = new UniformStream(seed, RandomUse.Step(_step));
        double learningRate = schedule.LearningRate(_step);
        ReadOnlySpan<float> features = Gather(order, count, random); // [count, features]

        // Encode, sample latents, decode; backward with the exact KL term and the positive phase; update of the networks.
        prior.Begin(random, _klWeight.Weight(_step));
        StepReport report = network.Step(features, prior.Bottleneck, learningRate);
        if (!double.IsFinite(report.Reconstruction + report.Penalty))
        {
            throw new TrainingDivergedException(_step, report, options.LearningRate);
        }

        prior.EstimateNegativePhase(_step, cancel);
        prior.Update(learningRate);
        _klWeight.Add(_step, kl: prior.EndStep(count));
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

    /// <summary>Adds what the validation rows show, and keeps the model if it is the best for them so far.</summary>
    private EpochReport Judge(EpochReport report, CancellationToken cancel)
    {
        if (rows.Validation is not { } validation)
        {
            return report;
        }

        ModelSnapshot now = ModelSnapshot.Of(network, prior);
        BmVaeMetrics metrics = ModelEvaluation.Measure(
            prior.ToModel(network.Architecture, now), validation, new() { ImportanceSamples = 4, Seed = seed }, cancel);
        double loss = metrics.Reconstruction + (options.KlWeight * metrics.Kl);
        if (loss < _bestLoss)
        {
            (_best, _bestEpoch, _bestLoss) = (now, report.Epoch, loss);
        }

        return report with { ValidationReconstruction = metrics.Reconstruction, ValidationKl = metrics.Kl };
    }

    private StopReason? StopAfterEpoch() => _reports.Count == options.Epochs ? StopReason.AllEpochs
        : rows.Validation is not null && _reports.Count - _bestEpoch >= options.Patience ? StopReason.Patience
        : null;

    private void Write(BinaryWriter target)
    {
        target.Write(JsonSerializer.Serialize(_reports, PlainJson.Default.ListEpochReport));
        target.Write(_bestEpoch);
        target.Write(_bestLoss);
        target.WriteSingles(_best?.Networks ?? []);
        target.WriteSingles(_best?.Prior ?? []);
        target.WriteSingles(ModelSnapshot.Of(network, prior).Networks);
        network.GetOptimizerState().Write(target.BaseStream);
        target.Write(_step);
        target.Write(_klWeight.LogFactor);
        prior.Write(target);
    }

    private void Read(BinaryReader source)
    {
        _reports.AddRange(JsonSerializer.Deserialize(source.ReadString(), PlainJson.Default.ListEpochReport) ?? []);
        bool areInOrder = _reports.Count <= options.Epochs && _reports.Index().All(one => one.Item?.Epoch == one.Index + 1);
        BinaryArrays.Expect(areInOrder, $"reports of at most {options.Epochs} epochs, in order");
        _bestEpoch = source.ReadInt32();
        BinaryArrays.Expect(_bestEpoch >= 0 && _bestEpoch <= _reports.Count, $"one of {_reports.Count} epochs as the best");
        _bestLoss = source.ReadDouble();
        int parameters = network.Architecture.ParameterCount;
        _best = _bestEpoch > 0
            ? new(source.ReadFiniteSingles(parameters), source.ReadFiniteSingles(prior.Parameters.Length))
            : source.ReadSingles().Length + source.ReadSingles().Length == 0 ? null : throw BinaryArrays.Unfit("no model before the first");
        network.SetParameters(source.ReadFiniteSingles(parameters));
        network.SetOptimizerState(OptimizerState.Read(source.BaseStream));
        (_step, _klWeight.LogFactor) = (source.ReadInt64(), source.ReadDouble());
        prior.Read(source);
        BinaryArrays.Expect(_step >= 0 && double.IsFinite(_klWeight.LogFactor), "steps of at least 0 and a finite weight");
        BinaryArrays.Expect(source.Left() == 0, "nothing after the state");
        prior.ToModel(network.Architecture, ModelSnapshot.Of(network, prior)); // refuses weights that no model can have
        if (_best is not null)
        {
            prior.ToModel(network.Architecture, _best);
        }
    }
}
