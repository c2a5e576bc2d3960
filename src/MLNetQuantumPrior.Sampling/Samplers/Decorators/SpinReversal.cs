namespace MLNetQuantumPrior.Sampling;

/// <summary>A gauge transform: some spins are called by their opposite, and the numbers of the model change sign to match.</summary>
internal readonly struct SpinReversal
{
    private readonly sbyte[] _signs;

    /// <summary>Reverses each spin with probability 1/2.</summary>
    public SpinReversal(int spins, ref Xoshiro128 random)
    {
        _signs = new sbyte[spins];
        for (int i = 0; i < spins; i++)
        {
            _signs[i] = (sbyte)(random.Next() >> 31 == 0 ? 1 : -1);
        }
    }

    /// <summary>g_i: -1 where the spin is reversed.</summary>
    public sbyte Sign(int spin) => _signs[spin];

    /// <summary>h_i g_i and J_ij g_i g_j: E(g s) of the answer is E(s) of the model.</summary>
    public IsingModel Of(IsingModel model)
    {
        double[] fields = model.ExactFields();
        double[] couplings = model.ExactCouplings();
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] *= _signs[i];
        }

        for (int e = 0; e < couplings.Length; e++)
        {
            couplings[e] *= _signs[model.Graph.Edges[e].I] * _signs[model.Graph.Edges[e].J];
        }

        return model.Derived(model.Graph, fields, couplings, model.Offset);
    }

    /// <summary>Reverses the same spins again.</summary>
    public void Undo(ReadOnlySpan<sbyte> reversed, Span<sbyte> spins)
    {
        for (int i = 0; i < spins.Length; i++)
        {
            spins[i] = (sbyte)(reversed[i] * _signs[i]);
        }
    }
}
