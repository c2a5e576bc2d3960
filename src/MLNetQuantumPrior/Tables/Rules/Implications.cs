namespace MLNetQuantumPrior;

/// <summary>
/// Finds cells of two columns that never occur together: categories, zero and the least number of a column where they are frequent, and
/// missing cells.
/// </summary>
internal static class Implications
{
    /// <summary>Probability by which chance may bring about any pair at all, were all columns independent.</summary>
    private const double Chance = 1e-3;

    /// <summary>Rows in which a pair of independent cells would have been seen, for its absence to say something.</summary>
    private const double LeastExpected = 10;

    /// <summary>Rows that a number must have in order to be a state of its own.</summary>
    private const int LeastRows = 5;

    /// <summary>Finds them.</summary>
    /// <param name="table">The table.</param>
    /// <param name="profiles">Profiles of its columns.</param>
    public static ImmutableArray<ImpossiblePairs> Find(TableCells table, ImmutableArray<ColumnProfile> profiles)
    {
        CellStates[] states =
        [
            .. Enumerable.Range(0, profiles.Length)
                .Where(column => profiles[column].Categories <= CellStates.MostCategories)
                .Select(column => StatesOf(column, table.Columns[column], profiles[column])),
        ];
        int[][] rows = [.. states.Select(one => table.Columns[one.Column].Select(one.Of).ToArray())];
        int[][] counts = [.. rows.Select((row, place) => Count(row, states[place].Count))];
        double all = counts.Sum(one => one.Count(count => count > 0));
        double most = Math.Log(Chance / Math.Max(1, all * all / 2));
        double[] logFactorials = LogFactorials(table.Rows);
        var found = ImmutableArray.CreateBuilder<ImpossiblePairs>();
        for (int first = 0; first < states.Length; first++)
        {
            for (int second = first + 1; second < states.Length; second++)
            {
                int width = states[second].Count;
                int[] together = new int[states[first].Count * width];
                for (int row = 0; row < table.Rows; row++)
                {
                    together[(rows[first][row] * width) + rows[second][row]]++;
                }

                bool[] isImpossible = new bool[together.Length];
                for (int pair = 0; pair < together.Length; pair++)
                {
                    (int a, int b) = (counts[first][pair / width], counts[second][pair % width]);
                    isImpossible[pair] = together[pair] == 0 && a > 0 && b > 0 && a * (double)b / table.Rows >= LeastExpected
                        && LogAbsence(a, b, table.Rows, logFactorials) <= most;
                }

                if (isImpossible.AsSpan().Contains(true) && Expressible(states[first], states[second], isImpossible) is { } pairs)
                {
                    found.Add(pairs);
                }
            }
        }

        return found.ToImmutable();
    }

    private static CellStates StatesOf(int column, double[] cells, ColumnProfile profile)
    {
        if (profile.Numbers is not { } numbers)
        {
            return new(column, profile.Categories, [], double.NaN, double.NaN);
        }

        double[] special =
        [
            .. new[] { numbers.Least, 0 }.Distinct().Order().Where(value => cells.Count(cell => cell == value) >= LeastRows),
        ];
        double afterLeast = double.NaN;
        foreach (double cell in cells)
        {
            if (cell > numbers.Least && !(cell >= afterLeast))
            {
                afterLeast = cell;
            }
        }

        return new(column, 0, [.. special], numbers.Least, afterLeast);
    }

    /// <summary>Leaves out pairs that an interval of numbers cannot keep apart; null if nothing is left.</summary>
    private static ImpossiblePairs? Expressible(CellStates first, CellStates second, bool[] isImpossible)
    {
        int width = second.Count;
        for (int a = 0; a < first.Count; a++)
        {
            bool[] allowed = [.. Enumerable.Range(0, width).Select(b => !isImpossible[(a * width) + b])];
            if (!second.IsExact(allowed))
            {
                isImpossible.AsSpan(a * width, width).Clear();
            }
        }

        for (int b = 0; b < width; b++)
        {
            bool[] allowed = [.. Enumerable.Range(0, first.Count).Select(a => !isImpossible[(a * width) + b])];
            for (int a = 0; a < first.Count && !first.IsExact(allowed); a++)
            {
                isImpossible[(a * width) + b] = false;
            }
        }

        // Clearing pairs of one direction leaves the other one exact or makes it wider; what is wider is refused by the whole row.
        return isImpossible.AsSpan().Contains(true) ? new(first, second, isImpossible) : null;
    }

    /// <summary>Logarithm of the probability that some rows and some others have none in common.</summary>
    private static double LogAbsence(int first, int second, int rows, double[] logFactorials) => first + second > rows
        ? double.NegativeInfinity
        : logFactorials[rows - first] + logFactorials[rows - second] - logFactorials[rows] - logFactorials[rows - first - second];

    private static double[] LogFactorials(int most)
    {
        double[] logs = new double[most + 1];
        for (int k = 1; k <= most; k++)
        {
            logs[k] = logs[k - 1] + Math.Log(k);
        }

        return logs;
    }

    private static int[] Count(int[] states, int count)
    {
        int[] counts = new int[count];
        foreach (int state in states)
        {
            counts[state]++;
        }

        return counts;
    }
}
