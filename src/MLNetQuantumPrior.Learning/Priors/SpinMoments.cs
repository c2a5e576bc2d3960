using System.Numerics;
using System.Runtime.InteropServices;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>First moments of each spin and second moments of each edge: means over rows. Reused from step to step.</summary>
internal sealed class SpinMoments(PairSums pairs)
{
    private readonly float[] _values = new float[pairs.SpinCount + pairs.EdgeCount]; // spins, then edges
    private float[] _spins = [];

    /// <summary>(s_i), one per spin.</summary>
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

    /// <summary>Moments of configurations. <c>[rows, spins]</c></summary>
    public void Set(ReadOnlySpan<sbyte> samples)
    {
        Array.Resize(ref _spins, samples.Length);
        SpinValues.Scale(samples, 1, _spins);
        Set(_spins);
    }

    /// <summary>Moments of weighted configurations.</summary>
    /// <param name="samples">A configuration a row. <c>[rows, spins]</c></param>
    /// <param name="weights">A weight a row, at least 0, with sum 1.</param>
    public void Set(ReadOnlySpan<sbyte> samples, ReadOnlySpan<double> weights)
    {
        int columns = pairs.SpinCount;
        Array.Resize(ref _spins, samples.Length);
        for (int row = 0; row < weights.Length; row++)
        {
            SpinValues.Scale(samples.Slice(row * columns, columns), (float)weights[row], _spins.AsSpan(row * columns, columns));
        }

        AddColumns(_spins);
        for (int row = 0; row < weights.Length; row++)
        {
            // The mean over rows of products of rows times sqrt(rows w) is the weighted sum of products of rows.
            float scale = (float)Math.Sqrt(weights.Length * weights[row]);
            SpinValues.Scale(samples.Slice(row * columns, columns), scale, _spins.AsSpan(row * columns, columns));
        }

        SetEdges(_spins);
    }

    /// <summary>The mean energy of a machine under these moments, sum h_i (s_i) + sum J_ij (s_i s_j).</summary>
    /// <param name="parameters">h, then J.</param>
    public double Energy(ReadOnlySpan<float> parameters)
    {
        ReadOnlySpan<Vector<float>> factors = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        ReadOnlySpan<Vector<float>> values = MemoryMarshal.Cast<float, Vector<float>>(_values);
        Vector<double> sums = Vector<double>.Zero;
        for (int k = 0; k < factors.Length; k++)
        {
            Vector.Widen(factors[k] * values[k], out Vector<double> low, out Vector<double> high);
            sums += low + high;
        }

        double energy = Vector.Sum(sums);
        for (int i = factors.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            energy += parameters[i] * _values[i];
        }

        return energy;
    }

    /// <summary><paramref name="target"/> minus this, spins and then edges; edges beyond this graph's are left out.</summary>
    public void SubtractFrom(ReadOnlySpan<float> target, Span<float> difference) =>
        VectorMath.Subtract(target[.._values.Length], _values, difference);

    /// <summary>Adds all moments times a factor to sums, spins and then edges.</summary>
    public void AddTo(Span<double> sums, double factor)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            sums[i] += factor * _values[i];
        }
    }

    /// <summary>This minus <paramref name="other"/>, spins and then edges.</summary>
    public void Subtract(SpinMoments other, Span<float> difference) => VectorMath.Subtract(_values, other._values, difference);

    /// <summary>Sets each spin's moment to the sum of its column.</summary>
    private unsafe void AddColumns(ReadOnlySpan<float> rows)
    {
        fixed (float* values = rows, sums = _values)
        {
            Elements.Run(
                new ColumnSums(rows.Length / pairs.SpinCount, pairs.SpinCount, values, sums), pairs.SpinCount, pairs.SpinCount, threads: 1);
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
