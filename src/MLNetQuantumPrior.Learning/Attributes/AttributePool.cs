using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Draws of one machine under conditions, that generated rows start from: drawn when first needed, once. Safe for concurrent calls.
/// </summary>
/// <remarks>
/// The proposal is the machine with the fields of the conditions, q(s) ~ exp(-beta (E(s) + f s)). Without acceptance rows follow it. With
/// acceptance they follow pi(s) ~ exp(-beta E(s)) c(s)^k, k the strength: draws of q go to pi in steps, q^(1-t) pi^t, each as large as
/// leaves half of
/// their weight; in each they are chosen by their weights and moved by guided sweeps, which leave that distribution as it is. So draws
/// that happen to be far from pi do not stand for many rows.
/// </remarks>
internal sealed class AttributePool
{
    /// <summary>What is left of the effective number of draws in a step.</summary>
    private const double LeastShare = 0.5;

    private const int MostSteps = 100;

    private readonly AttributeTarget _target;
    private readonly CouplingRows? _rows;
    private readonly AttributeGuide? _guide;
    private readonly float[] _fields; // f
    private readonly int _size;
    private readonly ulong _number;
    private readonly Lock _drawing = new();
    private PoolDraws? _draws;

    /// <param name="machine">The machine.</param>
    /// <param name="fields">The fields of the conditions.</param>
    /// <param name="guide">log c, with acceptance; null without.</param>
    /// <param name="target">How pools are drawn and rows move.</param>
    /// <param name="size">Number of draws, at least 1.</param>
    /// <param name="number">Number of the pool, which seeds its random numbers.</param>
    public AttributePool(IsingModel machine, float[] fields, AttributeGuide? guide, AttributeTarget target, int size, ulong number)
    {
        (Machine, _fields, _guide, _target, _size, _number) = (machine, fields, guide, target, size, number);
        _rows = guide is null ? null : new(machine);
    }

    public IsingModel Machine { get; }

    private double Beta => _target.Options.EffectiveBeta;

    /// <summary>Draws a configuration for each row.</summary>
    /// <param name="starts">Which draw of the pool each row starts from, within [0, 1).</param>
    /// <param name="ids">Names of the rows, which seed their random numbers.</param>
    /// <param name="cancel">Ends the call.</param>
    public sbyte[] Draw(ReadOnlySpan<float> starts, ulong[] ids, CancellationToken cancel)
    {
        int n = Machine.SpinCount;
        SpinMatrix draws = Draws(cancel).Spins;
        sbyte[] spins = new sbyte[ids.Length * n];
        for (int k = 0; k < ids.Length; k++)
        {
            draws[(int)((double)starts[k] * draws.Rows)].CopyTo(spins.AsSpan(k * n));
        }

        ulong seed = RandomUse.ConditionSweeps(_target.Options.Seed, _number);
        if (_guide is null)
        {
            var request = new SampleRequest(ids.Length, seed)
            {
                Beta = Beta, InitialStates = new(ids.Length, n, spins), Streams = [.. ids],
            };
            return [.. _target.Sweeper.Sample(Machine.WithAddedFields(_fields), request, cancel).Spins.AsSpan()];
        }

        Sweeps(1).Run(spins, ids, seed, _target.Options.Sweeps, _target.Options.MaxDegreeOfParallelism, cancel);
        return spins;
    }

    /// <summary>The draws. Callers that come meanwhile wait; a call that is cancelled or fails leaves the pool to the next one.</summary>
    public PoolDraws Draws(CancellationToken cancel)
    {
        lock (_drawing)
        {
            return _draws ??= Drawn(cancel);
        }
    }

    private PoolDraws Drawn(CancellationToken cancel)
    {
        ulong seed = _target.Options.Seed;
        SpinMatrix proposed = _target.Sampler.SampleChecked(
            Machine.WithAddedFields(_fields), new(_size, RandomUse.ConditionPool(seed, _number)) { Beta = Beta }, cancel).Spins;
        return _guide is null ? new(proposed, 1, 0) : Bridge([.. proposed.AsSpan()], seed, cancel);
    }

    private PoolDraws Bridge(sbyte[] spins, ulong seed, CancellationToken cancel)
    {
        int n = Machine.SpinCount;
        var random = new UniformStream(seed, RandomUse.ConditionChoices(_number));
        double[] weights = LogWeights(spins);
        double rate = Weights.EffectiveShare(weights, 1), logRatio = 0;
        int sweeps = Math.Max(1, _target.Options.Sweeps / 4);
        double at = 0;
        for (int step = 0; at < 1; step++)
        {
            double move = step < MostSteps ? Weights.LargestStep(weights, 1 - at, LeastShare) : 1 - at;
            logRatio += Weights.LogMean(weights, move);
            spins = Weights.Resample(spins, n, weights, move, random);
            at = move == 1 - at ? 1 : at + move;
            ulong[] streams = [.. Enumerable.Range(0, _size).Select(chain => (ulong)chain)];
            Sweeps(at).Run(spins, streams, RandomUse.ConditionStep(seed ^ _number, step), sweeps, _target.PoolThreads, cancel);
            weights = LogWeights(spins);
        }

        return new(new(_size, n, spins), rate, logRatio);
    }

    /// <summary>log pi(s) - log q(s), up to a constant.</summary>
    private double[] LogWeights(ReadOnlySpan<sbyte> spins)
    {
        int n = Machine.SpinCount;
        double[] weights = _guide!.LogWeights(spins, n);
        for (int row = 0; row < weights.Length; row++)
        {
            double sum = 0;
            for (int i = 0; i < n; i++)
            {
                sum += _fields[i] * spins[(row * n) + i];
            }

            weights[row] = (_target.Options.AttributeStrength * weights[row]) + (Beta * sum);
        }

        return weights;
    }

    /// <summary>Sweeps between the proposal, at 0, and the target, at 1.</summary>
    private GuidedSweeps Sweeps(double at)
    {
        float[] fields = new float[_fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = (float)(Machine.Fields[i] + ((1 - at) * _fields[i]));
        }

        return new(_rows!, fields, Beta, _guide!, at * _target.Options.AttributeStrength);
    }
}

/// <summary>What a pool has.</summary>
/// <param name="Spins">The draws, each as likely as the others.</param>
/// <param name="Rate">Effective number of the proposal's draws under pi, as a share of them; 1 without acceptance.</param>
/// <param name="LogRatio">Logarithm of the mean of pi / q, both without normalisation.</param>
internal sealed record PoolDraws(SpinMatrix Spins, double Rate, double LogRatio);

/// <summary>How pools under conditions are drawn and rows move.</summary>
/// <param name="Sampler">Draws from a machine.</param>
/// <param name="Sweeper">Decorrelates rows without acceptance.</param>
/// <param name="Options">How to generate.</param>
/// <param name="PoolThreads">Most threads for a pool.</param>
internal sealed record AttributeTarget(IIsingSampler Sampler, BlockGibbsSampler Sweeper, GenerationOptions Options, int PoolThreads);
