using System.Diagnostics;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// One training: epochs of steps, judged by the validation rows, the best model kept. Can be stored between two reports.
/// </summary>
internal sealed partial class TrainingLoop(
    IVaeNetwork network, ITrainedPrior prior, TrainingOptions options, Schedule schedule, RowSplit rows, ulong seed)
{
    private readonly KlWeightControl _klWeight = new(schedule, options.KlTarget);
    private readonly int _batchSize = (int)Math.Min(options.BatchSize!.Value, rows.Training.Count);
    private readonly HardBitFigures _hardFigures =
        new(rows.Training, network.Architecture.Likelihood, seed, options);
    private readonly List<EpochReport> _reports = [];
    private Schedule _schedule = schedule;
    private float[] _batch = [];
    private float[]? _unmoved;
    private ModelSnapshot? _best;
    private int _bestEpoch;
    private double _bestLoss = double.PositiveInfinity;
    private byte[] _bestState = []; // to go back to
    private long _bestStep, _step;
    private Action? _stepNetworks, _estimateNegativePhase;
    private StepUnderWay _now;
    private StepReport _report; // of the networks' last step

    /// <summary>Trains to the end.</summary>
    /// <param name="checkpoint">Where to store the state after each report; null for nowhere.</param>
    /// <param name="progress">Called after each report.</param>
    /// <param name="snapshot">Called with each report and the model of that moment; null to make no such models.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <returns>The best model for the validation rows, or the last one without such rows.</returns>
    public BmVaeModel Run(
        CheckpointFile? checkpoint, IProgress<EpochReport>? progress, Action<EpochReport, BmVaeModel>? snapshot, CancellationToken cancel)
    {
        long deadline = options.MaxTrainingTime is { } limit
            ? Stopwatch.GetTimestamp() + (long)Math.Min(limit.TotalSeconds * Stopwatch.Frequency, long.MaxValue / 2) // or it would overflow
            : long.MaxValue;
        checkpoint?.ReadIfAny(Read);
        StopReason? stop = StopAfterReport(); // by today's patience; a training that ran out of time goes on
        bool isEnding = false;
        while (true)
        {
            if (stop == StopReason.Patience && !isEnding && _schedule.NeedsEnding(_step))
            {
                // Not stored: a training that is given more patience goes on from where it ran out of it.
                (_schedule, isEnding, stop) = (_schedule.Ending(_step, GoBack()), true, null);
            }

            if (stop is not null)
            {
                break;
            }

            EpochReport report = Judge(Passes(deadline, cancel), cancel);
            _reports.Add(report);
            stop = Stopwatch.GetTimestamp() >= deadline ? StopReason.TimeLimit
                : !isEnding ? StopAfterReport()
                : _step >= _schedule.Steps ? StopReason.Patience : null;
            if (stop != StopReason.TimeLimit && !isEnding)
            {
                checkpoint?.Write(Write); // not within an epoch
            }

            progress?.Report(report);
            snapshot?.Invoke(report, Model());
        }

        var run = new TrainingRun(seed, options, [.. _reports]) { StopReason = stop.Value };
        return prior.ToModel(network.Architecture, _best ?? ModelSnapshot.Of(network, prior))
            .With(_best is null ? run : run with { ModelEpoch = _bestEpoch });
    }

    /// <summary>The passes over the rows that make a report, or at least one step of them where time is up.</summary>
    private EpochReport Passes(long deadline, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp(), seen = 0;
        double reconstruction = 0;
        bool areSoft = !_schedule.AreBitsHard(_step), isOn = true;
        int epoch = _reports is [.., { } last] ? last.Epoch : 0;
        for (int end = epoch + _schedule.EpochsPerReport; isOn && epoch < end; epoch++)
        {
            using IEnumerator<ReadOnlyMemory<float>> order = _hardFigures.Epoch(epoch).GetEnumerator();
            for (long left = rows.Training.Count; isOn && left > 0;)
            {
                cancel.ThrowIfCancellationRequested();
                int count = (int)Math.Min(_batchSize, left);
                reconstruction += Step(order, count, cancel).Reconstruction * count;
                (seen, left) = (seen + count, left - count);
                isOn = _step < _schedule.Steps && Stopwatch.GetTimestamp() < deadline;
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        EpochReport report = prior.EndEpoch(new(
            epoch, _schedule.Epochs, reconstruction / seen, Kl: null, _klWeight.Weight(_step - 1), seen, seconds));
        return areSoft && report.Boltzmann is not null
            ? _hardFigures.Correct(report, Model(), prior.LogPartition, cancel)
            : report;
    }

    /// <summary>One step. Once the first has been made, it allocates next to nothing.</summary>
    /// <param name="order">Where the rows come from.</param>
    /// <param name="count">How many to take, at most a batch.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    public StepReport Step(IEnumerator<ReadOnlyMemory<float>> order, int count, CancellationToken cancel)
    {
        var random = new UniformStream(seed, RandomUse.Step(_step));
        double learningRate = _schedule.LearningRate(_step);
        prior.Begin(random, _klWeight.Weight(_step), _schedule.AreBitsHard(_step));
        _now = new(order, count, random, learningRate, cancel);
        WorkerPool.Shared.RunBeside(
            _stepNetworks ??= StepNetworks,
            _estimateNegativePhase ??= EstimateNegativePhase,
            threads: network.LeavesCores ? options.MaxDegreeOfParallelism : 1);
        prior.Update(learningRate);
        _klWeight.Add(_step, kl: prior.EndStep(count));
        _step++;
        return _report;
    }

    /// <summary>
    /// Encode, sample latents, decode; backward with the exact KL term and the positive phase; update of the networks.
    /// </summary>
    private void StepNetworks()
    {
        ReadOnlySpan<float> features = Gather(_now.Order, _now.Count, _now.Random); // [count, features]
        _report = network.Step(features, prior.Bottleneck, _now.LearningRate);
        if (!double.IsFinite(_report.Reconstruction + _report.Penalty))
        {
            throw new TrainingDivergedException(_step, _report, options.LearningRate);
        }
    }

    private void EstimateNegativePhase() => prior.EstimateNegativePhase(_step, _now.Cancel);

    private ReadOnlySpan<float> Gather(IEnumerator<ReadOnlyMemory<float>> order, int count, UniformStream random)
    {
        int columns = network.Architecture.InputSize;
        if (_batch.Length == 0)
        {
            _batch = new float[_batchSize * columns];
        }

        Span<float> batch = _batch.AsSpan(0, count * columns);
        for (int k = 0; k < count && order.MoveNext(); k++)
        {
            order.Current.Span.CopyTo(batch.Slice(k * columns, columns));
        }

        if (options.Augmentation is { } image)
        {
            Move(image, batch);
        }

        if (options.DynamicBinarization is true)
        {
            network.Architecture.Likelihood.Binarize(random, batch);
        }

        return batch;
    }

    /// <summary>Moves each image of a batch, differently in each step. <c>[rows, features]</c></summary>
    private void Move(ImageAugmentation image, Span<float> batch)
    {
        _unmoved ??= new float[network.Architecture.InputSize];
        var random = new UniformStream(seed, RandomUse.Augmentation(_step));
        for (int start = 0; start < batch.Length; start += _unmoved.Length)
        {
            Span<float> row = batch.Slice(start, _unmoved.Length);
            row.CopyTo(_unmoved);
            image.Move(random, _unmoved, row);
        }
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
            prior.ToModel(network.Architecture, now),
            validation,
            new() { ImportanceSamples = 4, Seed = seed, Binarization = options.DynamicBinarization, IsRough = true },
            cancel);
        double loss = metrics.Reconstruction + (options.KlWeight!.Value * metrics.Kl);
        if (loss < _bestLoss)
        {
            (_best, _bestEpoch, _bestLoss, _bestStep) = (now, report.Epoch, loss, _step);
            _bestState = _schedule.NeedsEnding(_step) ? State() : [];
        }

        return report with { ValidationReconstruction = metrics.Reconstruction, ValidationKl = metrics.Kl };
    }

    private BmVaeModel Model() => prior.ToModel(network.Architecture, ModelSnapshot.Of(network, prior));

    private StopReason? StopAfterReport() => _step >= _schedule.Steps ? StopReason.AllEpochs
        : rows.Validation is not null && _reports is [.., { } last] && last.Epoch - PatientFrom() >= options.Patience ? StopReason.Patience
        : null;

    /// <summary>The best report, or the last one of soft bits where hard ones have to learn what those knew.</summary>
    private int PatientFrom() => _schedule.AreBitsHard(_step)
        ? Math.Max(_bestEpoch, _reports.FindLast(report => report.SoftReconstruction is not null)?.Epoch ?? 0)
        : _bestEpoch;

    /// <summary>What the two halves of a step are called with.</summary>
    private readonly record struct StepUnderWay(
        IEnumerator<ReadOnlyMemory<float>> Order, int Count, UniformStream Random, double LearningRate, CancellationToken Cancel);
}
