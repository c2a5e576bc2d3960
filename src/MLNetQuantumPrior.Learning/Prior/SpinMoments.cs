using MLNetQuantumPrior.Learning.Kernels;
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
        AddColumns(rows);
        float scale = (float)pairs.SpinCount / rows.Length;
        foreach (ref float sum in _values.AsSpan(0, pairs.SpinCount))
        {
            sum *= scale;
        }

        SetEdges(rows);
    }

    /// <summary>Moments of a sampler's answer.</summary>
    public void Set(SpinMatrix samples)
    {
        Array.Resize(ref _spins, samples.Rows * samples.Columns);
        SpinRows.Scale(samples.AsSpan(), 1, _spins);
        Set(_spins);
    }

    /// <summary>Moments of weighted configurations.</summary>
    /// <param name="samples">A configuration a row.</param>
    /// <param name="weights">A weight a row, at least 0, with sum 1.</param>
    public void Set(SpinMatrix samples, ReadOnlySpan<double> weights)
    {
        int columns = samples.Columns;
        Array.Resize(ref _spins, samples.Rows * columns);
        for (int row = 0; row < samples.Rows; row++)
        {
            SpinRows.Scale(samples[row], (float)weights[row], _spins.AsSpan(row * columns, columns));
        }

        AddColumns(_spins);
        for (int row = 0; row < samples.Rows; row++)
        {
            // The mean over rows of products of rows times sqrt(rows w) is the weighted sum of products of rows.
            SpinRows.Scale(samples[row], (float)Math.Sqrt(samples.Rows * weights[row]), _spins.AsSpan(row * columns, columns));
        }

        SetEdges(_spins);
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

    /// <summary>Sets each spin's moment to the sum of its column.</summary>
    private unsafe void AddColumns(ReadOnlySpan<float> rows)
    {
        fixed (float* values = rows, sums = _values)
        {
            ElementJob.Run(new ColumnSums(rows.Length / pairs.SpinCount, pairs.SpinCount, values, sums), pairs.SpinCount, pairs.SpinCount, threads: 1);
        }
    }

    private void SetEdges(ReadOnlySpan<float> rows)
    {
        if (pairs.EdgeCount > 0)
        {
            pairs.Correlations(rows, _values.AsSpan(pairs.SpinCount));
        }
    }
}
