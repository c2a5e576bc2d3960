namespace MLNetQuantumPrior.Learning;

/// <summary>P-values by comparison with held-out rows.</summary>
public static class ConformalPValue
{
    /// <summary>
    /// (1 + number of held-out scores of at least this one) / (1 + number of held-out scores). For a new row that is exchangeable with the
    /// held-out ones, it falls below or on any a with probability of at most a, however few the rows and whatever the score (Vovk et al.
    /// 2005).
    /// </summary>
    /// <param name="score">Score of the new row, the higher the stranger; not NaN.</param>
    /// <param name="heldOut">Scores of the held-out rows in rising order; they must not be of training rows.</param>
    public static double Of(double score, ImmutableArray<double> heldOut)
    {
        if (double.IsNaN(score))
        {
            throw new ArgumentException("Score: expected a number, got NaN.", nameof(score));
        }

        int below = 0, end = heldOut.Length; // as many held-out scores are below the score
        while (below < end)
        {
            int middle = (below + end) / 2;
            (below, end) = heldOut[middle] < score ? (middle + 1, end) : (below, middle);
        }

        return (1.0 + heldOut.Length - below) / (1 + heldOut.Length);
    }
}
