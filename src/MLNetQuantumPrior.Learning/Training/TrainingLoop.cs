using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A training from epoch to epoch: judges each one by the validation rows, keeps the best, knows when to end,
/// and can be stored between two epochs.
/// </summary>
internal sealed class TrainingCourse(
    IVaeNetwork network, ITrainedPrior prior, TrainingSteps steps, FeatureMatrix? validation, TrainingOptions options, ulong seed)
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly long _deadline = options.MaxTrainingTime is { } limit
        ? Stopwatch.GetTimestamp() + (long)Math.Min(limit.TotalSeconds * Stopwatch.Frequency, long.MaxValue / 2) // or it would overflow
        : long.MaxValue;

    private readonly List<EpochReport> _reports = [];
    private ModelSnapshot? _best;
    private int _bestEpoch;
    private double _bestLoss = double.PositiveInfinity;

    /// <summary>Why it ended; null while it goes on.</summary>
    public TrainingEnd? End { get; private set; }

    /// <summary>Trains one epoch more.</summary>
    public EpochReport Next(CancellationToken cancel)
    {
        EpochReport report = steps.Epoch(_reports.Count, _deadline, cancel);
        if (validation is not null)
        {
            report = report with { Validation = Judge(cancel) };
            double loss = report.Validation.Reconstruction + (options.KlWeight * report.Validation.Kl);
            if (loss < _bestLoss)
            {
                (_best, _bestEpoch, _bestLoss) = (ModelSnapshot.Of(network, prior), report.Epoch, loss);
            }
        }

        _reports.Add(report);
        End = Stopwatch.GetTimestamp() >= _deadline ? TrainingEnd.TimeLimit : EndByEpochs();
        return report;
    }

    /// <summary>The best model for the validation rows, or the last one without such rows.</summary>
    public BmVaeModel ToModel()
    {
        ModelSnapshot snapshot = _best ?? ModelSnapshot.Of(network, prior);
        var run = new TrainingRun(seed, options, [.. _reports]) { End = End ?? TrainingEnd.AllEpochs };
        return prior.ToModel(network.Architecture, snapshot).With(_best is null ? run : run with { ModelEpoch = _bestEpoch });
    }

    public void Write(BinaryWriter target)
    {
        target.Write(JsonSerializer.Serialize(_reports, Json));
        target.Write(_bestEpoch);
        target.Write(_bestLoss);
        target.WriteSingles(_best?.Networks ?? []);
        target.WriteSingles(_best?.Prior ?? []);
        ModelSnapshot now = ModelSnapshot.Of(network, prior);
        target.WriteSingles(now.Networks);
        network.GetOptimizerState().Write(target.BaseStream);
        steps.Write(target);
        prior.Write(target);
    }

    public void Read(BinaryReader source)
    {
        _reports.AddRange(JsonSerializer.Deserialize<List<EpochReport>>(source.ReadString(), Json)!);
        _bestEpoch = source.ReadInt32();
        _bestLoss = source.ReadDouble();
        (float[] bestNetworks, float[] bestPrior) = (source.ReadSingles(), source.ReadSingles());
        _best = _bestEpoch > 0 ? new(bestNetworks, bestPrior) : null;
        network.SetParameters(source.ReadSingles());
        network.SetOptimizerState(OptimizerState.Read(source.BaseStream));
        steps.Read(source);
        prior.Read(source);
        End = EndByEpochs(); // by today's patience; one that ran out of time goes on
    }

    private TrainingEnd? EndByEpochs() => _reports.Count == options.Epochs ? TrainingEnd.AllEpochs
        : validation is not null && _reports.Count - _bestEpoch >= options.Patience ? TrainingEnd.Patience
        : null;

    private ValidationReport Judge(CancellationToken cancel)
    {
        BmVaeModel model = prior.ToModel(network.Architecture, ModelSnapshot.Of(network, prior));
        BmVaeMetrics metrics = ModelEvaluation.Measure(model, validation!, new() { ImportanceSamples = 4, Seed = seed }, cancel);
        return new(metrics.Reconstruction, metrics.Kl);
    }
}
