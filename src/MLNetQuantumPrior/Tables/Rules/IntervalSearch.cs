namespace MLNetQuantumPrior;

/// <summary>Finds columns of few different cells that say into which interval a number falls, without any exception.</summary>
internal static class IntervalSearch
{
    private const int MostIntervals = 32;

    /// <summary>Rows that each interval must have.</summary>
    private const int RowsPerInterval = 10;

    /// <summary>Rows that must not be in the column's most frequent state.</summary>
    private const int LeastUnusual = 30;

    /// <summary>Finds them.</summary>
    public static void Find(
        TableCells table, ImmutableArray<ColumnProfile> profiles, DiscreteColumn[] columns, FunctionSet functions)
    {
        List<FunctionCandidate> found = [];
        for (int source = 0; source < profiles.Length; source++)
        {
            DiscreteColumn[] targets =
            [
                .. columns.Where(column => column.Column != source && column.Occurring > 1 && column.Unusual >= LeastUnusual
                    && functions.MayBeComputed(column.Column)),
            ];
            if (profiles[source].Numbers is not { } numbers || targets.Length == 0)
            {
                continue;
            }

            double[] sorted = [.. table.Columns[source]];
            int[] order = [.. Enumerable.Range(0, table.Rows)];
            Array.Sort(sorted, order); // Missing cells come first.
            foreach (DiscreteColumn target in targets.Where(target => target.Occurring < numbers.Knots.Length))
            {
                if (Try(target, source, sorted, order) is { } function)
                {
                    found.Add(new(function, function.Bounds.Length, target.Occurring));
                }
            }
        }

        foreach (FunctionCandidate candidate in FunctionCandidate.Sort(found))
        {
            functions.Add(candidate.Function);
        }
    }

    private static IntervalFunction? Try(DiscreteColumn target, int source, double[] sorted, int[] order)
    {
        int row = 0, usual = Array.IndexOf(target.Counts, target.Counts.Max());
        int ifMissing = double.IsNaN(sorted[0]) ? target.States[order[0]] : usual;
        for (; row < sorted.Length && double.IsNaN(sorted[row]); row++)
        {
            if (target.States[order[row]] != ifMissing)
            {
                return null;
            }
        }

        List<double> bounds = [], results = [];
        for (int first = row, end; first < sorted.Length; first = end)
        {
            int state = target.States[order[first]];
            for (end = first + 1; end < sorted.Length && target.States[order[end]] == state; end++)
            {
            }

            bool isSplit = end < sorted.Length && sorted[end] == sorted[end - 1];
            if (isSplit || end - first < RowsPerInterval || results.Count == MostIntervals)
            {
                return null;
            }

            results.Add(target.Key.Cell(state));
            if (end < sorted.Length)
            {
                bounds.Add(SimplestNumber.Within(sorted[end - 1] + (0.1 * (sorted[end] - sorted[end - 1])), sorted[end]));
            }
        }

        return results.Count < 2 ? null : new(target.Column, source, [.. bounds], [.. results], target.Key.Cell(ifMissing));
    }
}
