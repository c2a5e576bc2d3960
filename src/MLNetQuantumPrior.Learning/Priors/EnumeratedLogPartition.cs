using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>log Z of a machine of few spins as it learns, by visiting all states. Holds its memory, and allocates none in a step.</summary>
internal sealed class EnumeratedLogPartition
{
    /// <summary>4,096 states take some 50 microseconds, less than a step; each more spin doubles that.</summary>
    public const int MaxSpins = 12;

    private readonly SpinGraph _graph;
    private readonly double[,] _couplings; // both halves
    private readonly double[] _energies, _fields;

    /// <param name="graph">At most <see cref="MaxSpins"/> spins.</param>
    public EnumeratedLogPartition(SpinGraph graph)
    {
        int spins = graph.SpinCount;
        (_graph, _couplings) = (graph, new double[spins, spins]);
        (_energies, _fields) = (new double[1 << spins], new double[1 << spins >> 1]);
    }

    /// <summary>log of the sum of exp(-E(s)) over all states.</summary>
    /// <param name="fields">h.</param>
    /// <param name="couplings">J, one an edge.</param>
    public double Of(ReadOnlySpan<float> fields, ReadOnlySpan<float> couplings)
    {
        for (int e = 0; e < couplings.Length; e++)
        {
            (int i, int j) = (_graph.Edges[e].I, _graph.Edges[e].J);
            _couplings[i, j] = _couplings[j, i] = couplings[e];
        }

        // The states of spins 0 to i are those of the spins below i with s_i = -1, and again with +1.
        _energies[0] = 0;
        for (int i = 0; i < fields.Length; i++)
        {
            int states = 1 << i;
            FillFields(i, fields[i]);
            for (int state = 0; state < states; state++)
            {
                double energy = _energies[state], field = _fields[state];
                (_energies[state], _energies[state + states]) = (energy - field, energy + field);
            }
        }

        double lowest = double.PositiveInfinity, sum = 0;
        foreach (double energy in _energies)
        {
            lowest = Math.Min(lowest, energy);
        }

        foreach (double energy in _energies)
        {
            sum += Math.Exp(lowest - energy);
        }

        return Math.Log(sum) - lowest;
    }

    /// <summary>h_i + sum_j J_ij s_j over the spins j below i, for each of their states.</summary>
    private void FillFields(int i, double field)
    {
        _fields[0] = field;
        for (int j = 0; j < i; j++)
        {
            int states = 1 << j;
            double coupling = _couplings[i, j];
            for (int state = 0; state < states; state++)
            {
                double before = _fields[state];
                (_fields[state], _fields[state + states]) = (before - coupling, before + coupling);
            }
        }
    }
}
