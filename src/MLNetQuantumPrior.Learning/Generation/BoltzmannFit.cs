using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Maximum likelihood of a Boltzmann machine given the moments of its data, by Adam. The negative phase comes from a
/// <see cref="WeightedPopulation"/>, which follows the machine without lagging behind.
/// </summary>
/// <remarks>
/// What no chain is near, nothing pushes down: as the machine comes to fit one class, modes that its chains have left, or never were in,
/// can grow unseen. So new chains are drawn at even intervals. Chains are also few for the parameters of a dense machine, and their
/// noise moves all of them at every step; so the rate falls to zero, and the result is the average of the parameters over the last steps.
/// </remarks>
internal sealed class BoltzmannFit
{
    /// <summary>Share of the steps at the full rate, which then falls linearly.</summary>
    private const double FullRateShare = 0.3;

    private readonly ClassFitOptions _options;
    private readonly SpinGraph _graph;
    private readonly TargetMoments _target;
    private readonly IIsingSampler _fresh;
    private readonly BlockGibbsSampler _sweeper;
    private readonly SpinMoments _negative;
    private readonly AdamOptimizer _optimizer;
    private readonly float[] _parameters; // h, then J
    private readonly float[] _gradient;   // of the parameters that move: h, or h and then J
    private readonly double[] _parameterSums;
    private readonly double[] _gradientSums;

    /// <param name="start">Where the fit starts.</param>
    /// <param name="target">Moments of the data.</param>
    /// <param name="fieldsOnly">Whether J stays as it is.</param>
    /// <param name="sampler">Draws new chains.</param>
    /// <param name="options">How to fit.</param>
    public BoltzmannFit(IsingModel start, TargetMoments target, bool fieldsOnly, IIsingSampler sampler, ClassFitOptions options)
    {
        (_graph, _target, _fresh, _options) = (start.Graph, target, sampler, options);
        SpinGraph moving = fieldsOnly ? SpinGraph.FromEdges(start.SpinCount, []) : start.Graph;
        _negative = new(PairSums.For(moving, threads: 1));
        _sweeper = new() { Sweeps = options.Sweeps, MaxDegreeOfParallelism = 1 };
        _parameters = [.. start.Fields, .. start.Couplings];
        _gradient = new float[moving.SpinCount + moving.Edges.Length];
        _parameterSums = new double[_gradient.Length];
        _gradientSums = new double[_gradient.Length];
        _optimizer = new(_gradient.Length, threads: 1);
    }

    private Span<float> Moving => _parameters.AsSpan(0, _gradient.Length);

    /// <summary>
    /// Root mean square of the gradient's average over the last tenth of the steps: 0 where the machine's moments are the data's.
    /// </summary>
    public double MomentError => Math.Sqrt(_gradientSums.Sum(sum => Math.Pow(sum / TailSteps, 2)) / _gradient.Length);

    private int TailSteps => Math.Max(1, _options.Steps / 10);

    /// <summary>
    /// Steps between two draws of new chains: a draw by population annealing costs as much as a few steps of small machines, and as tens of
    /// steps of large ones, whose parameters move less in each.
    /// </summary>
    private int StepsPerDraw => Math.Clamp(_graph.SpinCount / 5, 10, 50);

    /// <summary>Fits the machine.</summary>
    /// <param name="seed">First of as many seeds as steps.</param>
    /// <param name="cancel">Ends the fit between two steps.</param>
    public IsingModel Run(ulong seed, CancellationToken cancel)
    {
        WeightedPopulation? population = null;
        for (int step = 0; step < _options.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            population = population is null || step % StepsPerDraw == 0
                ? Draw(seed + (ulong)step, cancel)
                : population.Follow(Model(), _sweeper, seed + (ulong)step, cancel: cancel);
            _negative.Set(population.Chains.AsSpan(), population.Weights.AsSpan());
            _negative.SubtractFrom(_target.Values, _gradient);
            if (step >= _options.Steps - TailSteps)
            {
                Add(Moving, _parameterSums);
                Add(_gradient, _gradientSums);
            }

            _optimizer.Step(Moving, _gradient, RateOf(step));
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

    private double RateOf(int step) =>
        _options.LearningRateOf(_graph.SpinCount) * Math.Min(1, (1 - ((double)step / _options.Steps)) / (1 - FullRateShare));

    /// <summary>Chains of the machine as it is; fits share the cores, so each has one thread.</summary>
    private WeightedPopulation Draw(ulong seed, CancellationToken cancel)
    {
        IsingModel model = Model();
        SpinMatrix drawn = _fresh.SampleChecked(model, new(_options.Chains, seed), cancel).Spins;
        return new(model, drawn, logPartition: 0) { MaxDegreeOfParallelism = 1 };
    }

    private IsingModel Model() => new(_graph, _parameters.AsSpan(0, _graph.SpinCount), _parameters.AsSpan(_graph.SpinCount));
}
