using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>The couplings of a model, spin by spin, for local fields that follow single flips. Immutable.</summary>
internal sealed class CouplingRows
{
    /// <summary>Full rows up to so many numbers: 64 MB.</summary>
    private const long MostOfFullRows = 1 << 24;

    /// <summary>From this share of all pairs on, full rows are faster.</summary>
    private const double DenseShare = 0.1;

    private readonly int _spins;
    private readonly float[]? _full; // [spins, spins], where there are many couplings
    private readonly SpinGraph _graph;
    private readonly ImmutableArray<float> _couplings;

    public CouplingRows(IsingModel model)
    {
        (_graph, _couplings, _spins) = (model.Graph, model.Couplings, model.SpinCount);
        long pairs = (long)_spins * _spins;
        if (pairs > MostOfFullRows || _couplings.Length < DenseShare * pairs / 2)
        {
            return;
        }

        _full = new float[pairs];
        for (int e = 0; e < _couplings.Length; e++)
        {
            (int i, int j) = _graph.Edges[e];
            _full[(i * _spins) + j] = _full[(j * _spins) + i] = _couplings[e];
        }
    }

    /// <summary>h_i + sum_j J_ij s_j.</summary>
    public void LocalFields(ReadOnlySpan<sbyte> spins, ReadOnlySpan<float> fields, Span<float> local)
    {
        fields.CopyTo(local);
        for (int i = 0; i < _spins; i++)
        {
            Add(i, spins[i], local);
        }
    }

    /// <summary>Adds <paramref name="change"/> of spin i to the local fields of the spins that it is coupled to.</summary>
    public void Add(int i, int change, Span<float> local)
    {
        if (_full is not null)
        {
            FixedLanes.AddScaled(_full.AsSpan(i * _spins, _spins), change, local);
            return;
        }

        SparseRows rows = _graph.Rows;
        for (int k = rows.Start[i]; k < rows.Start[i + 1]; k++)
        {
            local[rows.Neighbour[k]] += change * _couplings[rows.Edge[k]];
        }
    }
}
