using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior;

/// <summary>
/// Ridge regressions of each column's inputs on all inputs in front of them. One triangular factor serves all: with X the centred inputs,
/// A = X'X + ridge = L L', the leading block of L factors the leading block of A.
/// </summary>
internal sealed class LinearForecasts
{
    private readonly LinearInputs _inputs;
    private readonly double[] _means, _factor;

    private LinearForecasts(LinearInputs inputs, double[] means, double[] factor) =>
        (_inputs, _means, _factor) = (inputs, means, factor);

    /// <summary>Fits all of them.</summary>
    /// <param name="inputs">What the inputs are.</param>
    /// <param name="rows">Inputs of the training rows. <c>[rows, inputs]</c></param>
    /// <param name="ridge">Penalty on squared weights.</param>
    public static LinearForecasts Fit(LinearInputs inputs, float[] rows, double ridge)
    {
        int n = inputs.Count, count = rows.Length / n;
        double[] means = new double[n], products = new double[n * n], centred = new double[n];
        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < n; i++)
            {
                means[i] += rows[(row * n) + i];
            }
        }

        for (int i = 0; i < n; i++)
        {
            means[i] /= count;
        }

        for (int row = 0; row < count; row++)
        {
            Centre(rows.AsSpan(row * n, n), means, centred);
            for (int i = 0; i < n; i++)
            {
                AddScaled(centred.AsSpan(0, i + 1), centred[i], products.AsSpan(i * n, i + 1));
            }
        }

        for (int i = 0; i < n; i++)
        {
            products[(i * n) + i] += ridge;
        }

        Factorize(products, n);
        return new(inputs, means, products);
    }

    /// <summary>Forecasts of the training rows.</summary>
    /// <param name="rows">Inputs of the training rows. <c>[rows, inputs]</c></param>
    /// <returns>For each input behind the bits the forecasts of all rows; null for those that nothing is forecast of.</returns>
    /// <remarks>
    /// Forecasts of a row by a fit to all others would not do: rows that differ in nothing but what is forecast get forecasts that differ by
    /// it, and a tree reads it from them.
    /// </remarks>
    public float[]?[] OfTraining(float[] rows)
    {
        int n = _inputs.Count, count = rows.Length / n;
        var forecasts = new float[]?[n];
        var targets = new List<(int Input, int Before)>();
        for (int place = 0; place < _inputs.Places; place++)
        {
            for (int value = 0, first = _inputs.Before(place); value < _inputs.ValuesAt(place); value++)
            {
                targets.Add((first + value, first));
                forecasts[first + value] = new float[count];
            }
        }

        double[] centred = new double[n], white = new double[n];
        for (int row = 0; row < count; row++)
        {
            Centre(rows.AsSpan(row * n, n), _means, centred);
            Whiten(centred, white);
            foreach ((int input, int before) in targets)
            {
                // The factor's row of a target, up to the inputs in front of it, is L^-1 X'y.
                forecasts[input]![row] =
                    (float)(_means[input] + Dot(white.AsSpan(0, before), _factor.AsSpan(input * n, before)));
            }
        }

        return forecasts;
    }

    /// <summary>The weights by which an input is forecast from those in front of its column, and the constant that is added.</summary>
    public (float[] Weights, float Constant) Weights(int input, int before)
    {
        int n = _inputs.Count;
        double[] weights = _factor.AsSpan(input * n, before).ToArray();
        double constant = _means[input];
        for (int i = before - 1; i >= 0; i--)
        {
            weights[i] /= _factor[(i * n) + i];
            AddScaled(_factor.AsSpan(i * n, i), -weights[i], weights.AsSpan(0, i));
            constant -= weights[i] * _means[i];
        }

        return (Array.ConvertAll(weights, weight => (float)weight), (float)constant);
    }

    /// <summary>The sum of products, in the same order on every machine.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector256<float> sums = default;
        int i = 0;
        for (; i <= x.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            sums += Vector256.Create(x[i..]) * Vector256.Create(y[i..]);
        }

        float sum = Vector256.Sum(sums);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    private static void Centre(ReadOnlySpan<float> row, ReadOnlySpan<double> means, Span<double> centred)
    {
        for (int i = 0; i < row.Length; i++)
        {
            centred[i] = row[i] - means[i];
        }
    }

    /// <summary>Solves L white = x.</summary>
    private void Whiten(ReadOnlySpan<double> x, Span<double> white)
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
        {
            white[i] = (x[i] - Dot(_factor.AsSpan(i * n, i), white[..i])) / _factor[(i * n) + i];
        }
    }

    /// <summary>Replaces the lower triangle by its Cholesky factor.</summary>
    private static void Factorize(double[] a, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = a[(i * n) + j] - Dot(a.AsSpan(i * n, j), a.AsSpan(j * n, j));
                a[(i * n) + j] = i == j ? Math.Sqrt(rest) : rest / a[(j * n) + j];
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector256<double> sums = default;
        int i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            sums += Vector256.Create(x[i..]) * Vector256.Create(y[i..]);
        }

        double sum = Vector256.Sum(sums);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    private static void AddScaled(ReadOnlySpan<double> x, double factor, Span<double> sums)
    {
        Vector256<double> factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            (Vector256.Create<double>(sums[i..]) + (Vector256.Create(x[i..]) * factors)).CopyTo(sums[i..]);
        }

        for (; i < x.Length; i++)
        {
            sums[i] += x[i] * factor;
        }
    }
}
