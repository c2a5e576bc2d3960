namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// How good it is to cut an ordered list of rows in two: the sum over both parts of n times the mean squared (numbers), or of the squared
/// counts of classes over n (Gini). Impurity falls by what this gains on the whole list.
/// </summary>
/// <param name="target">Numbers, or codes of classes.</param>
/// <param name="classes">How many classes; 0 for numbers.</param>
internal sealed class CartSplit(double[] target, int classes)
{
    private readonly double[] _left = new double[Math.Max(1, classes)], _right = new double[Math.Max(1, classes)];

    /// <summary>The score of rows that stay together.</summary>
    public double Whole(ReadOnlySpan<int> rows)
    {
        _right.AsSpan().Clear();
        return Fill(rows) / rows.Length;
    }

    /// <summary>The impurity of rows: squared differences from the mean, or n times Gini's index.</summary>
    public double Impurity(ReadOnlySpan<int> rows)
    {
        double squares = 0;
        foreach (int row in rows)
        {
            squares += classes > 0 ? 1 : target[row] * target[row];
        }

        return squares - Whole(rows);
    }

    /// <summary>The best cut between rows whose keys differ; none has a score of negative infinity.</summary>
    /// <param name="rows">Rows by ascending keys.</param>
    /// <param name="keys">Keys of these rows.</param>
    /// <param name="least">Fewest rows of a part.</param>
    public (double Score, int Left) Best(ReadOnlySpan<int> rows, ReadOnlySpan<double> keys, int least)
    {
        _left.AsSpan().Clear();
        _right.AsSpan().Clear();
        (double right, double left) = (Fill(rows), 0);
        (double Score, int Left) best = (double.NegativeInfinity, 0);
        for (int count = 1; count <= rows.Length - least; count++)
        {
            double value = target[rows[count - 1]];
            if (classes > 0)
            {
                // Squares of counts: (c + 1)^2 = c^2 + 2 c + 1, and (c - 1)^2 = c^2 - 2 c + 1.
                int code = (int)value;
                left += (2 * _left[code]++) + 1;
                right -= (2 * _right[code]--) - 1;
            }
            else
            {
                _left[0] += value;
                _right[0] -= value;
                (left, right) = (_left[0] * _left[0], _right[0] * _right[0]);
            }

            if (count >= least && keys[count] > keys[count - 1])
            {
                double score = (left / count) + (right / (rows.Length - count));
                best = score > best.Score ? (score, count) : best;
            }
        }

        return best;
    }

    /// <summary>Sums or counts of all rows, on the right; returns their squares' sum.</summary>
    private double Fill(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if (classes > 0)
            {
                _right[(int)target[row]]++;
            }
            else
            {
                _right[0] += target[row];
            }
        }

        double squares = 0;
        foreach (double sum in _right)
        {
            squares += sum * sum;
        }

        return squares;
    }
}
