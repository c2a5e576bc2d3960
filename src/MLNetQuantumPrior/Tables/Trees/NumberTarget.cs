namespace MLNetQuantumPrior;

/// <summary>
/// Numbers: the gain is that of normal distributions of their scores, of one variance, and of the share of missing cells. Sums are the
/// rows, the missing ones, the scores and their squares.
/// </summary>
/// <param name="scores">Normal scores of the rows, NaN where the cell is missing.</param>
internal sealed class NumberTarget(float[] scores) : ISplitTarget
{
    // Scores that differ less than a hundredth are alike.
    private const double LeastVariance = 1e-3;

    /// <inheritdoc/>
    public int Sums => 4;

    /// <inheritdoc/>
    public double Chance => 0;

    /// <inheritdoc/>
    public bool Enter(ReadOnlySpan<int> rows)
    {
        float first = scores[rows[0]];
        foreach (int row in rows)
        {
            if (!scores[row].Equals(first))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<int> rows, ReadOnlySpan<byte> bins, Span<double> sums)
    {
        foreach (int row in rows)
        {
            Span<double> bin = sums.Slice(bins[row] * 4, 4);
            float score = scores[row];
            bin[0]++;
            if (float.IsNaN(score))
            {
                bin[1]++;
            }
            else
            {
                bin[2] += score;
                bin[3] += score * score;
            }
        }
    }

    /// <inheritdoc/>
    public double Gain(ReadOnlySpan<double> left, ReadOnlySpan<double> all)
    {
        double rows = all[0] - left[0], missing = all[1] - left[1];
        double gain = all[1] == 0 ? 0 : Entropy(all[1], all[0]) - Entropy(left[1], left[0]) - Entropy(missing, rows);
        double present = all[0] - all[1], presentLeft = left[0] - left[1], presentRight = rows - missing;
        if (presentLeft == 0 || presentRight == 0)
        {
            return gain;
        }

        double whole = Squares(present, all[2], all[3]);
        double first = Squares(presentLeft, left[2], left[3]), second = Squares(presentRight, all[2] - left[2], all[3] - left[3]);
        return gain + (0.5 * present * (LogVariance(whole, present) - LogVariance(first + second, present)));
    }

    /// <inheritdoc/>
    public double Rank(ReadOnlySpan<double> bin) =>
        bin[0] > bin[1] ? bin[2] / (bin[0] - bin[1]) : double.NegativeInfinity;

    /// <summary>The sum of squared differences from the mean.</summary>
    private static double Squares(double rows, double sum, double squares) => Math.Max(0, squares - (sum * sum / rows));

    private static double LogVariance(double squares, double rows) => Math.Log((squares / rows) + LeastVariance);

    private static double Entropy(double part, double all) =>
        part <= 0 || part >= all ? 0 : -(part * Math.Log(part / all)) - ((all - part) * Math.Log((all - part) / all));
}
