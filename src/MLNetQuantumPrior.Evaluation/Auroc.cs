namespace MLNetQuantumPrior.Evaluation;

/// <summary>Area under the receiver operating characteristic.</summary>
public static class Auroc
{
    /// <summary>
    /// Probability that a random outlier scores higher than a random inlier, ties counting half (Mann and Whitney 1947): 1 where scores
    /// separate all of them, 0.5 where they say nothing.
    /// </summary>
    /// <param name="inliers">Scores of ordinary rows, at least one.</param>
    /// <param name="outliers">Scores of strange rows, at least one.</param>
    /// <exception cref="ArgumentException">A set is empty, or a score is NaN.</exception>
    public static double Of(ReadOnlySpan<double> inliers, ReadOnlySpan<double> outliers)
    {
        double[] ordinary = Sorted(inliers, nameof(inliers)), strange = Sorted(outliers, nameof(outliers));
        double wins = 0;
        int below = 0, upTo = 0;
        foreach (double score in strange)
        {
            while (below < ordinary.Length && ordinary[below] < score)
            {
                below++;
            }

            while (upTo < ordinary.Length && ordinary[upTo] <= score)
            {
                upTo++;
            }

            wins += below + (0.5 * (upTo - below));
        }

        return wins / ((double)ordinary.Length * strange.Length);
    }

    private static double[] Sorted(ReadOnlySpan<double> scores, string name)
    {
        double[] sorted = scores.ToArray();
        Array.Sort(sorted); // NaN comes first
        return sorted.Length > 0 && !double.IsNaN(sorted[0])
            ? sorted
            : throw new ArgumentException($"Scores: expected at least one and no NaN, got {(sorted.Length == 0 ? "none" : "NaN")}.", name);
    }
}
