using System.Collections.Immutable;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Draws the latents of generated rows. Safe for concurrent calls.</summary>
/// <remarks>
/// A row starts from a fresh draw of its law, picked from a pool by its seed and id, and is led away from it by Gibbs sweeps with random
/// numbers of its own. So a row depends on the seed, its id and its class alone, whatever other rows are drawn with it, in which order, and
/// on how many threads. The pools are drawn when first needed, which takes a moment; after that a row costs its sweeps.
/// </remarks>
public sealed class LatentGenerator
{
    private readonly IsingModel _prior;
    private readonly ImmutableArray<LatentClass> _classes;
    private readonly GenerationOptions _options;
    private readonly ImmutableArray<LatentPool> _pools; // of the shared prior, then of each class
    private readonly BlockGibbsSampler _sweeper;

    /// <summary>Prepares generation.</summary>
    /// <param name="prior">The shared prior.</param>
    /// <param name="classes">What was learned of each class; may be empty unless the mode is conditional.</param>
    /// <param name="options">What to generate.</param>
    /// <param name="sampler">Draws the pools, afresh. Null: <see cref="PopulationAnnealingSampler"/> with its defaults.</param>
    /// <exception cref="ArgumentException">The mode is conditional and there is no class, or a class does not fit the prior.</exception>
    public LatentGenerator(
        IsingModel prior, ImmutableArray<LatentClass> classes, GenerationOptions options, IIsingSampler? sampler = null)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(options);
        _prior = prior;
        _options = options;
        _classes = options.Mode == GenerationMode.Conditional ? Checked(classes, prior) : [];
        _sweeper = new() { Sweeps = options.Sweeps, MaxDegreeOfParallelism = options.MaxDegreeOfParallelism };
        sampler ??= new PopulationAnnealingSampler();
        _pools = [.. _classes.Select(LawOf).Prepend(prior).Select((law, pool) => new LatentPool(
            law, sampler, new(options.PoolSize, RandomUse.Pool(options.Seed, pool)) { Beta = options.EffectiveBeta }))];
    }

    /// <summary>Draws a configuration for each row.</summary>
    /// <param name="labels">The number of each row's class, or -1 for none. Outside conditional mode -1 only.</param>
    /// <param name="ids">Names of the rows, one a row: the same id and class give the same configuration again.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The configurations, and their energies under the shared prior, whatever law they were drawn from; no state.</returns>
    /// <exception cref="ArgumentException">There are not as many labels as ids, or a label is no class.</exception>
    public SampleSet Draw(ReadOnlySpan<int> labels, ReadOnlySpan<ulong> ids, CancellationToken cancel = default)
    {
        List<int>[] rowsOfPools = Assign(labels, ids.Length);
        sbyte[] spins = new sbyte[checked(ids.Length * _prior.SpinCount)];
        for (int pool = 0; pool < rowsOfPools.Length; pool++)
        {
            if (rowsOfPools[pool].Count > 0)
            {
                Draw(pool, rowsOfPools[pool], ids, spins, cancel);
            }
        }

        var drawn = new SpinMatrix(ids.Length, _prior.SpinCount, spins);
        return new(drawn, _prior.Energies(drawn, _options.MaxDegreeOfParallelism), State: null);
    }

    private static ImmutableArray<LatentClass> Checked(ImmutableArray<LatentClass> classes, IsingModel prior)
    {
        if (classes.IsDefaultOrEmpty)
        {
            throw new ArgumentException(
                "Generation mode 'Conditional': expected a model with classes, got one without. Train it with labels.", nameof(classes));
        }

        foreach (LatentClass latentClass in classes)
        {
            if (latentClass.Fields.Length != prior.SpinCount || latentClass.Prior.SpinCount != prior.SpinCount)
            {
                throw new ArgumentException(
                    $"Class '{latentClass.Name}': expected {prior.SpinCount} fields and a prior of {prior.SpinCount} spins, " +
                    $"got {latentClass.Fields.Length} and {latentClass.Prior.SpinCount}.",
                    nameof(classes));
            }
        }

        return classes;
    }

    private IsingModel LawOf(LatentClass latentClass) => _options.Condition == GenerationCondition.ClassPriors
        ? latentClass.Prior
        : _prior.WithAddedFields(latentClass.Fields.AsSpan(), _options.Strength);

    /// <summary>The rows of each pool.</summary>
    private List<int>[] Assign(ReadOnlySpan<int> labels, int rows)
    {
        if (labels.Length != rows)
        {
            throw new ArgumentException($"Labels: expected {rows}, one an id, got {labels.Length}.", nameof(labels));
        }

        List<int>[] rowsOfPools = [.. _pools.Select(_ => new List<int>())];
        for (int row = 0; row < rows; row++)
        {
            if (labels[row] < -1 || labels[row] >= _classes.Length)
            {
                string expected = _classes.Length > 0
                    ? $"a class from 0 to {_classes.Length - 1}, or -1 for none"
                    : $"-1, because mode '{_options.Mode}' knows no classes";
                throw new ArgumentException($"Label of row {row}: expected {expected}, got {labels[row]}.", nameof(labels));
            }

            rowsOfPools[labels[row] + 1].Add(row);
        }

        return rowsOfPools;
    }

    private void Draw(int pool, List<int> rows, ReadOnlySpan<ulong> ids, Span<sbyte> spins, CancellationToken cancel)
    {
        int n = _prior.SpinCount;
        SpinMatrix draws = _pools[pool].Draws(cancel);
        sbyte[] starts = new sbyte[rows.Count * n];
        ulong[] streams = new ulong[rows.Count];
        for (int k = 0; k < rows.Count; k++)
        {
            streams[k] = ids[rows[k]];
            draws[Choice(pool, streams[k])].CopyTo(starts.AsSpan(k * n));
        }

        SampleSet swept = _sweeper.Sample(
            _pools[pool].Model,
            new(rows.Count, RandomUse.Decorrelation(_options.Seed, pool))
            {
                Beta = _options.EffectiveBeta,
                InitialStates = new(rows.Count, n, starts),
                Streams = [.. streams],
            },
            cancel);
        for (int k = 0; k < rows.Count; k++)
        {
            swept.Spins[k].CopyTo(spins[(rows[k] * n)..]);
        }
    }

    /// <summary>Which draw of its pool a row starts from; each has the same chance.</summary>
    private int Choice(int pool, ulong id)
    {
        float uniform = 0;
        new UniformStream(RandomUse.PoolChoice(_options.Seed, pool), id).Fill(new Span<float>(ref uniform));
        return (int)((double)uniform * _options.PoolSize);
    }
}
