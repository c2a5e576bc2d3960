namespace MLNetQuantumPrior;

/// <summary>Least squares of one column on a few others, from their moments alone.</summary>
internal static class LeastSquares
{
    /// <summary>The most sources that <see cref="Solve"/> takes.</summary>
    private const int MostSources = 4;

    /// <summary>Least part of a source's spread that the other sources leave, below which it is one of them again.</summary>
    private const double LeastOwnPart = 1e-9;

    /// <summary>Solves for the weights of some columns.</summary>
    /// <param name="moments">Sums of products of centred columns. <c>[size, size]</c></param>
    /// <param name="size">Number of columns there.</param>
    /// <param name="sources">Places of the sources, at most four.</param>
    /// <param name="target">Place of the column that is to follow from them.</param>
    /// <param name="weights">Receives the weights.</param>
    /// <param name="inverse">Receives the diagonal of the inverse of the sources' moments, for standard errors.</param>
    /// <returns>The squares that remain, or NaN where a source follows from the others.</returns>
    public static double Solve(
        ReadOnlySpan<double> moments, int size, ReadOnlySpan<int> sources, int target, Span<double> weights, Span<double> inverse)
    {
        int count = sources.Length;
        Span<double> factor = stackalloc double[MostSources * MostSources];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = moments[(sources[i] * size) + sources[j]];
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[(i * MostSources) + k] * factor[(j * MostSources) + k];
                }

                if (i == j)
                {
                    if (!(sum > LeastOwnPart * moments[(sources[i] * size) + sources[i]]))
                    {
                        return double.NaN;
                    }

                    factor[(i * MostSources) + i] = Math.Sqrt(sum);
                }
                else
                {
                    factor[(i * MostSources) + j] = sum / factor[(j * MostSources) + j];
                }
            }
        }

        double rest = moments[(target * size) + target];
        Span<double> column = stackalloc double[MostSources];
        for (int i = 0; i < count; i++)
        {
            double sum = moments[(sources[i] * size) + target];
            for (int k = 0; k < i; k++)
            {
                sum -= factor[(i * MostSources) + k] * weights[k];
            }

            weights[i] = sum / factor[(i * MostSources) + i];
            rest -= weights[i] * weights[i];
        }

        Back(factor, weights[..count]);
        for (int j = 0; j < inverse.Length; j++)
        {
            column.Clear();
            column[j] = 1;
            Forward(factor, column[..count]);
            Back(factor, column[..count]);
            inverse[j] = column[j];
        }

        return Math.Max(0, rest);
    }

    /// <summary>Sums of products of centred columns over some rows. <c>[columns, columns]</c></summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">Rows in which all of them have finite numbers.</param>
    public static double[] Moments(ReadOnlySpan<double[]> columns, ReadOnlySpan<int> rows)
    {
        int size = columns.Length;
        double[][] centred = new double[size][];
        for (int column = 0; column < size; column++)
        {
            double[] cells = columns[column], gathered = new double[rows.Length];
            double mean = 0;
            for (int k = 0; k < rows.Length; k++)
            {
                gathered[k] = cells[rows[k]];
                mean += gathered[k];
            }

            mean /= Math.Max(1, rows.Length);
            for (int k = 0; k < rows.Length; k++)
            {
                gathered[k] -= mean;
            }

            centred[column] = gathered;
        }

        double[] moments = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                double[] first = centred[i], second = centred[j];
                for (int k = 0; k < first.Length; k++)
                {
                    sum += first[k] * second[k];
                }

                moments[(i * size) + j] = moments[(j * size) + i] = sum;
            }
        }

        return moments;
    }

    private static void Forward(ReadOnlySpan<double> factor, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            for (int k = 0; k < i; k++)
            {
                values[i] -= factor[(i * MostSources) + k] * values[k];
            }

            values[i] /= factor[(i * MostSources) + i];
        }
    }

    private static void Back(ReadOnlySpan<double> factor, Span<double> values)
    {
        for (int i = values.Length - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < values.Length; k++)
            {
                values[i] -= factor[(k * MostSources) + i] * values[k];
            }

            values[i] /= factor[(i * MostSources) + i];
        }
    }
}
