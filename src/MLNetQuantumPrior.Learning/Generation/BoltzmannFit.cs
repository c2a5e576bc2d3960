using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Maximum likelihood of a Boltzmann machine given the moments of its data, by Adam. The negative phase comes from a
/// <see cref="WeightedPopulation"/>, which follows the machine from its start without lagging behind; the result is the average of the
/// parameters over the last quarter of the steps.
/// </summary>
internal sealed class BoltzmannFit
{
    private readonly ClassFitOptions _options;
    private readonly SpinGraph _graph;
    private readonly LatentMoments _target;
    private readonly BlockGibbsSampler _sampler;
    private readonly SpinMoments _negative;
    private readonly AdamOptimizer _optimizer;
    private readonly float[] _parameters; // h, then J
    private readonly float[] _gradient;   // of the parameters that move: h, or h and then J
    private readonly double[] _parameterSums;
    private readonly double[] _gradientSums;

    /// <param name="start">Where the fit starts.</param>
    /// <param name="target">Moments of the data.</param>
    /// <param name="fieldsOnly">Whether J stays as it is.</param>
    /// <param name="options">How to fit.</param>
    public BoltzmannFit(IsingModel start, LatentMoments target, bool fieldsOnly, ClassFitOptions options)
    {
        (_graph, _target, _options) = (start.Graph, target, options);
        SpinGraph moving = fieldsOnly ? SpinGraph.FromEdges(start.SpinCount, []) : start.Graph;
        _negative = new(PairSums.For(moving, threads: 1));
        _sampler = new() { Sweeps = options.Sweeps, MaxDegreeOfParallelism = 1 };
        _parameters = [.. start.Fields, .. start.Couplings];
        _gradient = new float[moving.SpinCount + moving.Edges.Length];
        _parameterSums = new double[_gradient.Length];
        _gradientSums = new double[_gradient.Length];
        _optimizer = new(_gradient.Length, threads: 1);
    }

    private Span<float> Moving => _parameters.AsSpan(0, _gradient.Length);

    /// <summary>
    /// Root mean square of the gradient's average over the last quarter of the steps: 0 where the machine's moments are the data's.
    /// </summary>
    public double MomentError => Math.Sqrt(_gradientSums.Sum(sum => Math.Pow(sum / TailSteps, 2)) / _gradient.Length);

    private int TailSteps => _options.Steps / 4;

    /// <summary>Fits the machine.</summary>
    /// <param name="population">Chains at the start.</param>
    /// <param name="seed">First of as many seeds as steps.</param>
    /// <param name="cancel">Ends the fit between two steps.</param>
    public IsingModel Run(WeightedPopulation population, ulong seed, CancellationToken cancel)
    {
        for (int step = 0; step < _options.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            population = population.Follow(Model(), _sampler, seed + (ulong)step, cancel: cancel);
            _negative.Set(population.Chains.AsSpan(), population.Weights.AsSpan());
            _negative.SubtractFrom(_target.Values, _gradient);
            if (step >= _options.Steps - TailSteps)
            {
                Add(Moving, _parameterSums);
                Add(_gradient, _gradientSums);
            }

            _optimizer.Step(Moving, _gradient, _options.LearningRateOf(_graph.SpinCount));
        }

        for (int k = 0; k < _parameterSums.Length; k++)
        {
            _parameters[k] = (float)(_parameterSums[k] / TailSteps);
        }

        return Model();
    }

    private static void Add(ReadOnlySpan<float> values, Span<double> sums)
    {
        for (int k = 0; k < values.Length; k++)
        {
            sums[k] += values[k];
        }
    }

    private IsingModel Model() => new(_graph, _parameters.AsSpan(0, _graph.SpinCount), _parameters.AsSpan(_graph.SpinCount));
}
