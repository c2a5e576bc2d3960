using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Goes from one encoded row to another through codes that the prior finds likely. Safe for concurrent calls.</summary>
/// <remarks>
/// Spins in which the two codes a and b agree are held. A chain of Gibbs sweeps draws the others from the prior given those, with fields
/// that pull from a to b: at part t of the way, p(s | held) exp(pull sum_i ((1 - t) a_i + t b_i) s_i), up to a factor. The chain starts at
/// a and continues from point to point; the ends are a and b themselves.
/// </remarks>
public sealed class LatentInterpolator
{
    private readonly IsingModel _prior;
    private readonly InterpolationOptions _options;
    private readonly BlockGibbsSampler _sweeper;

    /// <summary>Prepares interpolation.</summary>
    /// <param name="prior">The shared prior.</param>
    /// <param name="options">How to interpolate.</param>
    public LatentInterpolator(IsingModel prior, InterpolationOptions options)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(options);
        (_prior, _options) = (prior, options);
        _sweeper = new() { Sweeps = options.Sweeps, MaxDegreeOfParallelism = 1 };
    }

    /// <summary>The way from one code to another.</summary>
    /// <param name="from">The first code, -1 or +1 each. <c>[spins]</c></param>
    /// <param name="to">The last code. <c>[spins]</c></param>
    /// <param name="points">Points of the way, its ends among them, at least 2.</param>
    /// <param name="id">Name of the way: the same id, codes and options give the same way again.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A code a point and their energies under the shared prior; no state.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public SampleSet Path(
        ReadOnlySpan<sbyte> from, ReadOnlySpan<sbyte> to, int points, ulong id = 0, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        int n = _prior.SpinCount;
        if (from.Length != n || to.Length != n)
        {
            throw new ArgumentException($"Codes: expected two of {n} spins, got {from.Length} and {to.Length}.", nameof(from));
        }

        sbyte[] path = new sbyte[points * n];
        from.CopyTo(path);
        to.CopyTo(path.AsSpan(path.Length - n));
        if (from.SequenceEqual(to))
        {
            for (int point = 1; point < points; point++)
            {
                from.CopyTo(path.AsSpan(point * n));
            }
        }
        else
        {
            Walk(from, to, path, id, cancel);
        }

        var spins = new SpinMatrix(points, n, path);
        return new(spins, _prior.Energies(spins, maxDegreeOfParallelism: 1), State: null);
    }

    /// <summary>Fills in the points between the ends.</summary>
    private void Walk(ReadOnlySpan<sbyte> from, ReadOnlySpan<sbyte> to, sbyte[] path, ulong id, CancellationToken cancel)
    {
        int n = from.Length, points = path.Length / n;
        sbyte[] held = new sbyte[n]; // 0 where the codes differ
        for (int i = 0; i < n; i++)
        {
            held[i] = (sbyte)((from[i] + to[i]) / 2);
        }

        var graph = new ClampedGraph(_prior.Graph, held);
        IsingModel between = graph.Model(_prior);
        float[] pull = [.. graph.Free.Select(i => -(float)path[i])]; // towards the first code
        SpinMatrix state = graph.Extract(new(1, n, from));
        for (int point = 1; point < points - 1; point++)
        {
            double part = point / (points - 1.0);
            IsingModel pulled = between.WithAddedFields(pull, _options.Pull * (1 - (2 * part)));
            state = _sweeper.Sample(
                pulled, new(1, RandomUse.Interpolation(_options.Seed, point)) { InitialStates = state, Streams = [id] }, cancel).Spins;
            graph.Assemble(state)[0].CopyTo(path.AsSpan(point * n));
        }
    }
}
