using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior;

/// <summary>
/// Ridge regressions of each linear input on those in front of it. One triangular factor serves all: with X the centred inputs,
/// X'X + ridge = L L', and the leading block of L factors the leading block.
/// </summary>
internal sealed class RidgeRegression
{
    /// <summary>Rows that are enough for hundreds of weights; of more rows, evenly spaced ones are taken.</summary>
    private const int MostRows = 1 << 14;

    private readonly int _inputs;
    private readonly double[] _means, _factor;

    private RidgeRegression(double[] means, double[] factor) => (_inputs, _means, _factor) = (means.Length, means, factor);

    /// <summary>Fits all of them.</summary>
    /// <param name="rows">Inputs of the training rows. <c>[rows, inputs]</c></param>
    /// <param name="all">How many rows there are, at least 1.</param>
    /// <param name="ridge">Penalty on squared weights, above 0.</param>
    public static RidgeRegression Fit(float[] rows, int all, double ridge)
    {
        int inputs = rows.Length / all, count = Math.Min(all, MostRows);
        double[] means = new double[inputs], products = new double[inputs * inputs], centred = new double[inputs];
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<float> row = Row(k);
            for (int i = 0; i < inputs; i++)
            {
                means[i] += row[i] / (double)count;
            }
        }

        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<float> row = Row(k);
            for (int i = 0; i < inputs; i++)
            {
                centred[i] = row[i] - means[i];
                AddScaled(centred.AsSpan(0, i + 1), centred[i], products.AsSpan(i * inputs, i + 1));
            }
        }

        for (int i = 0; i < inputs; i++)
        {
            products[(i * inputs) + i] += ridge;
        }

        Factorize(products, inputs);
        return new(means, products);

        ReadOnlySpan<float> Row(int k) => rows.AsSpan((int)((long)k * all / count) * inputs, inputs);
    }

    /// <summary>The forecast of an input from the first ones.</summary>
    public LinearForecast Of(int input, int before)
    {
        // The factor's row of the input is L^-1 X'y; L' w = that.
        double[] weights = _factor.AsSpan(input * _inputs, before).ToArray();
        double constant = _means[input];
        for (int i = before - 1; i >= 0; i--)
        {
            weights[i] /= _factor[(i * _inputs) + i];
            AddScaled(_factor.AsSpan(i * _inputs, i), -weights[i], weights.AsSpan(0, i));
            constant -= weights[i] * _means[i];
        }

        return new((float)constant, Array.ConvertAll(weights, weight => (float)weight));
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
