using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A model that was trained on all rows of a view, and what it is asked for.</summary>
internal sealed class Fit : IDisposable
{
    private const int ImportanceSamples = 100;

    private readonly IDataView _rows;
    private readonly ulong _seed;
    private readonly double _seconds, _processorSeconds;

    public Fit(MLContext ml, IDataView rows, BmVaeEstimator.Options options)
    {
        (_rows, _seed) = (rows, options.Seed!.Value);
        var clock = new ProcessorClock();
        Vae = ml.Transforms.BmVae(options).Fit(rows);
        (_seconds, _processorSeconds) = (clock.WallSeconds, clock.ProcessorSeconds);
    }

    public BmVaeTransformer Vae { get; }

    /// <summary>The model on the rows that it was trained on, with hard bits.</summary>
    public BmVaeMetrics Evaluate() =>
        Vae.Evaluate(_rows, new() { ImportanceSamples = ImportanceSamples, Seed = _seed, MaxDegreeOfParallelism = 1 });

    /// <summary>New rows, by the defaults.</summary>
    public float[][] Generate(int count)
    {
        using LatentGeneratorTransformer generator = Vae.Generator(new() { Seed = _seed, MaxDegreeOfParallelism = 1 });
        return [.. generator.Generate(count).GetColumn<float[]>(Vae.InputColumnName)];
    }

    /// <summary>See <see cref="FreshDraws.BitMeans"/>; NaN of latents that are no bits.</summary>
    public double BitMeans(IReadOnlyList<float[]> rows) =>
        Vae.Model.Kind == PriorKind.Gaussian ? double.NaN : FreshDraws.BitMeans(Vae.Model, rows, _seed);

    public Figures Figures(params IEnumerable<(string Metric, double Value)> of) =>
        new(of.ToDictionary(number => number.Metric, number => number.Value), _seconds, _processorSeconds);

    public void Dispose() => Vae.Dispose();
}
