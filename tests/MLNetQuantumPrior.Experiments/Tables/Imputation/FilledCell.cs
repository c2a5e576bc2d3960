namespace MLNetQuantumPrior.Experiments;

/// <summary>What a missing cell is filled with.</summary>
/// <param name="Value">The most probable category or the expected number.</param>
/// <param name="Least">Of numbers, the 5 % quantile.</param>
/// <param name="Most">Of numbers, the 95 % quantile.</param>
internal readonly record struct FilledCell(double Value, double Least, double Most)
{
    /// <summary>The mean and the quantiles of numbers, or the most frequent category, the first one of several.</summary>
    /// <param name="isNumber">Whether values are numbers.</param>
    /// <param name="values">Values, none of them missing, at least one.</param>
    public static FilledCell Of(bool isNumber, double[] values)
    {
        if (!isNumber)
        {
            double mode = values.CountBy(value => value).Aggregate((best, next) => next.Value > best.Value ? next : best).Key;
            return new(mode, mode, mode);
        }

        double[] sorted = [.. values.Order()];
        return new(values.Average(), Quantile(sorted, 0.05), Quantile(sorted, 0.95));
    }

    /// <summary>Of few values, what a further one is below with this probability: the k-th of n has k of n + 1 below it.</summary>
    private static double Quantile(double[] sorted, double probability)
    {
        double place = Math.Clamp((probability * (sorted.Length + 1)) - 1, 0, sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
