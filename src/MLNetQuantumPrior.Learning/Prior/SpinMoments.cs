using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>First moments of each spin and second moments of each edge: means over rows. Reused from step to step.</summary>
internal sealed class SpinMoments(PairSums pairs)
{
    private readonly float[] _values = new float[pairs.SpinCount + pairs.EdgeCount]; // spins, then edges
    private float[] _spins = [];

    /// <summary>(s_i), one a spin.</summary>
    public ReadOnlySpan<float> Spins => _values.AsSpan(0, pairs.SpinCount);

    /// <summary>(s_i s_j), one an edge.</summary>
    public ReadOnlySpan<float> Edges => _values.AsSpan(pairs.SpinCount);

    /// <summary>Moments of rows of means or spins. <c>[rows, spins]</c></summary>
    public void Set(ReadOnlySpan<float> rows)
    {
        Span<float> sums = _values.AsSpan(0, pairs.SpinCount);
        sums.Clear();
        for (int row = 0; row < rows.Length; row += sums.Length)
        {
            ReadOnlySpan<float> values = rows.Slice(row, sums.Length);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += values[i];
            }
        }

        float scale = (float)sums.Length / rows.Length;
        foreach (ref float sum in sums)
        {
            sum *= scale;
        }

        pairs.Correlations(rows, _values.AsSpan(pairs.SpinCount));
    }

    /// <summary>Moments of a sampler's answer.</summary>
    public void Set(SpinMatrix samples)
    {
        ReadOnlySpan<sbyte> spins = samples.AsSpan();
        if (_spins.Length != spins.Length)
        {
            _spins = new float[spins.Length];
        }

        for (int i = 0; i < spins.Length; i++)
        {
            _spins[i] = spins[i];
        }

        Set(_spins);
    }

    /// <summary>This minus <paramref name="other"/>, spins and then edges.</summary>
    public void Subtract(SpinMoments other, Span<float> difference)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            difference[i] = _values[i] - other._values[i];
        }
    }
}
