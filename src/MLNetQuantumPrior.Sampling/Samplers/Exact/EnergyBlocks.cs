namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// All 2^n energies of a small model, a block at a time: within a block the high spins stand still and the low ones run through all their
/// states. Bit i of a state's number is set where s_i = +1; state = block * <see cref="Size"/> + index.
/// </summary>
internal sealed class EnergyBlocks
{
    private const int MaxLowSpins = 12; // 2^12 doubles are 32 KiB, a first-level cache

    private readonly IsingModel _model;
    private readonly double[] _lowEnergies;

    public EnergyBlocks(IsingModel model)
    {
        _model = model;
        LowSpins = Math.Min(model.SpinCount, MaxLowSpins);
        _lowEnergies = new double[Size];
        for (int index = 0; index < Size; index++)
        {
            _lowEnergies[index] = Energy(index, 0, LowSpins);
        }
    }

    /// <summary>Number of low spins.</summary>
    public int LowSpins { get; }

    /// <summary>States of a block.</summary>
    public int Size => 1 << LowSpins;

    /// <summary>Number of blocks.</summary>
    public int Count => 1 << (_model.SpinCount - LowSpins);

    public static int Spin(int state, int i) => (2 * ((state >> i) & 1)) - 1;

    /// <summary>Writes the energies of one block.</summary>
    public void Fill(int block, Span<double> energies)
    {
        int state = block << LowSpins;

        // What the high spins add to the fields of the low ones.
        Span<double> pull = stackalloc double[MaxLowSpins];
        pull.Clear();
        ReadOnlySpan<SpinEdge> edges = _model.Graph.Edges.AsSpan();
        for (int e = 0; e < edges.Length; e++)
        {
            if (edges[e].I < LowSpins && edges[e].J >= LowSpins)
            {
                pull[edges[e].I] += _model.Coupling(e) * Spin(state, edges[e].J);
            }
        }

        // sum_i s_i pull_i for all states of the low spins, by doubling: setting bit i adds 2 pull_i.
        energies[0] = _model.Offset + Energy(state, LowSpins, _model.SpinCount);
        foreach (double p in pull)
        {
            energies[0] -= p;
        }

        for (int i = 0; i < LowSpins; i++)
        {
            int half = 1 << i;
            double step = 2 * pull[i];
            for (int index = 0; index < half; index++)
            {
                energies[half + index] = energies[index] + step;
            }
        }

        for (int index = 0; index < energies.Length; index++)
        {
            energies[index] += _lowEnergies[index];
        }
    }

    /// <summary>Energy of the spins first .. end-1 alone.</summary>
    private double Energy(int state, int first, int end)
    {
        double energy = 0;
        for (int i = first; i < end; i++)
        {
            energy += _model.Field(i) * Spin(state, i);
        }

        ReadOnlySpan<SpinEdge> edges = _model.Graph.Edges.AsSpan();
        for (int e = 0; e < edges.Length; e++)
        {
            if (edges[e].I >= first && edges[e].J < end)
            {
                energy += _model.Coupling(e) * (Spin(state, edges[e].I) * Spin(state, edges[e].J));
            }
        }

        return energy;
    }
}
