using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>Moves encoded rows from one class to another and keeps what the classes share. Safe for concurrent calls.</summary>
/// <remarks>
/// A chain starts at the row's code and makes a few Gibbs sweeps of the prior with the fields h + strength (f_to - f_from), where f are the
/// classes' fields; with many sweeps it would forget the row and follow that distribution. A row's result depends on the seed, its code,
/// its id and the two classes alone.
/// </remarks>
public sealed class LatentEditor
{
    private readonly IsingModel _prior;
    private readonly ImmutableArray<BoltzmannClass> _classes;
    private readonly EditOptions _options;
    private readonly SimulatedAnnealingSampler _annealer;

    /// <summary>Prepares editing.</summary>
    /// <param name="prior">The shared prior.</param>
    /// <param name="classes">What was learned of the classes.</param>
    /// <param name="options">How to edit.</param>
    /// <exception cref="ArgumentException">There is no class, or one does not fit the prior.</exception>
    public LatentEditor(IsingModel prior, BoltzmannClasses classes, EditOptions options)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        if (classes.Items.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Editing: expected a model with classes, got one without. Train it with labels.", nameof(classes));
        }

        foreach (BoltzmannClass item in classes.Items)
        {
            if (item.Fields.Length != prior.SpinCount)
            {
                throw new ArgumentException(
                    $"Class '{item.Name}': expected {prior.SpinCount} fields, got {item.Fields.Length}.", nameof(classes));
            }
        }

        (_prior, _classes, _options) = (prior, classes.Items, options);
        _annealer = new()
        {
            Sweeps = options.Sweeps,
            Schedule = BetaSchedule.Linear(options.StartBeta, 1),
            Update = SpinUpdate.Gibbs,
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
        };
    }

    /// <summary>Edits rows.</summary>
    /// <param name="rows">Codes of the rows, such as <see cref="BmVaeModel.EncodeSpins"/> gives.</param>
    /// <param name="from">The number of each row's class, or -1 to take nothing away.</param>
    /// <param name="to">The number of the class that each row is to become, or -1 to add nothing.</param>
    /// <param name="ids">Names of the rows, one per row: the same id, code and classes give the same result again.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The edited codes and their energies under the shared prior; no state.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or a label is no class.</exception>
    public SampleSet Edit(
        SpinMatrix rows, ReadOnlySpan<int> from, ReadOnlySpan<int> to, ReadOnlySpan<ulong> ids, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Check(rows, from, to, ids);
        int n = _prior.SpinCount;
        var rowsOfPairs = new Dictionary<(int From, int To), List<int>>();
        for (int row = 0; row < rows.Rows; row++)
        {
            if (!rowsOfPairs.TryGetValue((from[row], to[row]), out List<int>? own))
            {
                rowsOfPairs.Add((from[row], to[row]), own = []);
            }

            own.Add(row);
        }

        sbyte[] edited = new sbyte[rows.Rows * n];
        foreach (((int source, int target), List<int> own) in rowsOfPairs)
        {
            sbyte[] starts = new sbyte[own.Count * n];
            ulong[] streams = new ulong[own.Count];
            for (int k = 0; k < own.Count; k++)
            {
                rows[own[k]].CopyTo(starts.AsSpan(k * n));
                streams[k] = ids[own[k]];
            }

            SpinMatrix annealed = _annealer.Sample(
                Towards(source, target),
                new(own.Count, RandomUse.Edit(_options.Seed, source, target))
                {
                    InitialStates = new(own.Count, n, starts), Streams = [.. streams],
                },
                cancel).Spins;
            for (int k = 0; k < own.Count; k++)
            {
                annealed[k].CopyTo(edited.AsSpan(own[k] * n));
            }
        }

        var spins = new SpinMatrix(rows.Rows, n, edited);
        return new(spins, _prior.Energies(spins, _options.MaxDegreeOfParallelism), State: null);
    }

    /// <summary>The prior with the fields that pull from one class to another.</summary>
    private IsingModel Towards(int from, int to)
    {
        float[] fields = new float[_prior.SpinCount];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = (to < 0 ? 0 : _classes[to].Fields[i]) - (from < 0 ? 0 : _classes[from].Fields[i]);
        }

        return _prior.WithAddedFields(fields, _options.Strength);
    }

    private void Check(SpinMatrix rows, ReadOnlySpan<int> from, ReadOnlySpan<int> to, ReadOnlySpan<ulong> ids)
    {
        if (rows.Columns != _prior.SpinCount)
        {
            throw new ArgumentException($"Rows: expected codes of {_prior.SpinCount} spins, got {rows.Columns}.", nameof(rows));
        }

        if (from.Length != rows.Rows || to.Length != rows.Rows || ids.Length != rows.Rows)
        {
            throw new ArgumentException(
                $"Rows: expected as many classes to start from, classes to become and ids as codes, {rows.Rows}, " +
                $"got {from.Length}, {to.Length} and {ids.Length}.",
                nameof(rows));
        }

        for (int row = 0; row < rows.Rows; row++)
        {
            foreach (int label in (ReadOnlySpan<int>)[from[row], to[row]])
            {
                if (label < -1 || label >= _classes.Length)
                {
                    throw new ArgumentException(
                        $"Label of row {row}: expected a class from 0 to {_classes.Length - 1}, or -1 for none, got {label}.");
                }
            }
        }
    }
}
