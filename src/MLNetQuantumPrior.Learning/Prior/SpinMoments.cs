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

    /// <summary>Moments of weighted configurations.</summary>
    /// <param name="samples">A configuration a row.</param>
    /// <param name="weights">A weight a row, at least 0, with sum 1.</param>
    public void Set(SpinMatrix samples, ReadOnlySpan<double> weights)
    {
        Array.Resize(ref _spins, samples.Rows * samples.Columns);
        Span<float> sums = _values.AsSpan(0, pairs.SpinCount);
        sums.Clear();
        for (int row = 0; row < samples.Rows; row++)
        {
            // The mean over rows of products of rows times sqrt(rows w) is the weighted sum of products of rows.
            float weight = (float)weights[row];
            float scale = (float)Math.Sqrt(samples.Rows * weights[row]);
            ReadOnlySpan<sbyte> spins = samples[row];
            Span<float> scaled = _spins.AsSpan(row * spins.Length, spins.Length);
            for (int i = 0; i < spins.Length; i++)
            {
                float spin = spins[i];
                sums[i] += weight * spin;
                scaled[i] = scale * spin;
            }
        }

        if (pairs.EdgeCount > 0)
        {
            pairs.Correlations(_spins, _values.AsSpan(pairs.SpinCount));
        }
    }

    /// <summary><paramref name="target"/> minus this, spins and then edges; edges beyond this graph's are left out.</summary>
    public void SubtractFrom(ReadOnlySpan<float> target, Span<float> difference)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            difference[i] = target[i] - _values[i];
        }
    }

    /// <summary>Adds all moments times a factor to sums, spins and then edges.</summary>
    public void AddTo(Span<double> sums, double factor)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            sums[i] += factor * _values[i];
        }
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
