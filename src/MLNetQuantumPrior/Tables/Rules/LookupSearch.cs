namespace MLNetQuantumPrior;

/// <summary>Finds columns of few different cells that follow from one, two or three others of this kind, without any exception.</summary>
internal sealed class LookupSearch(DiscreteColumn[] columns, int rows, FunctionSet functions)
{
    /// <summary>Probability by which chance may bring about any function at all, were a column independent of the others.</summary>
    private const double Chance = 1e-3;

    /// <summary>Rows that each combination of keys must have on average.</summary>
    private const int RowsPerKey = 20;

    /// <summary>Rows that must not be in the column's most frequent state.</summary>
    private const int LeastUnusual = 30;

    /// <summary>Columns beyond which three keys take too long to try.</summary>
    private const int MostForThree = 40;

    /// <summary>Finds functions of so many keys.</summary>
    public void Find(int keys)
    {
        DiscreteColumn[] free = [.. columns.Where(column => !functions.Has(column.Column) && column.Occurring > 1)];
        if (keys == 3 && free.Length > MostForThree)
        {
            return;
        }

        List<FunctionCandidate> found = [];
        for (int target = 0; target < free.Length; target++)
        {
            if (!functions.MayBeComputed(free[target].Column) || free[target].Unusual < LeastUnusual)
            {
                continue;
            }

            foreach (int[] places in Subsets.Of(free.Length, keys, target))
            {
                DiscreteColumn[] sources = [.. places.Select(place => free[place])];
                if (Try(free[target], sources, free.Length) is { } function)
                {
                    // A table with fewer entries is the better one of two for the same column.
                    found.Add(new(function, Math.Log(function.Results.Length), free[target].Occurring));
                }
            }
        }

        foreach (FunctionCandidate candidate in found
            .OrderBy(one => one.Distinct)
            .ThenByDescending(one => one.Function.Column)
            .ThenBy(one => one.Amplification))
        {
            functions.Add(candidate.Function);
        }
    }

    private LookupFunction? Try(DiscreteColumn target, DiscreteColumn[] sources, int all)
    {
        long size = 1, occurring = 1;
        foreach (DiscreteColumn source in sources)
        {
            (size, occurring) = (size * source.Key.Count, occurring * source.Occurring);
        }

        if (occurring * RowsPerKey > rows || size > rows)
        {
            return null;
        }

        int[] results = new int[size];
        for (int row = 0; row < rows; row++)
        {
            int place = Place(sources, row), result = target.States[row] + 1;
            if (results[place] != result && results[place] != 0)
            {
                return null;
            }

            results[place] = result;
        }

        double most = Math.Log(Chance / Math.Pow(all, sources.Length + 1));
        for (int dropped = 0; dropped < sources.Length; dropped++)
        {
            if (LogChance(target, sources, dropped, (int)size) > most)
            {
                return null;
            }
        }

        int usual = Array.IndexOf(target.Counts, target.Counts.Max());
        return new(
            target.Column,
            [.. sources.Select(source => source.Key)],
            [.. results.Select(result => target.Key.Cell(result == 0 ? usual : result - 1))]);
    }

    /// <summary>
    /// Logarithm of the probability that all rows of each combination of keys have one state, if the column did not depend on one of the
    /// keys given the others.
    /// </summary>
    private double LogChance(DiscreteColumn target, DiscreteColumn[] sources, int dropped, int size)
    {
        DiscreteColumn[] others = [.. sources.Where((_, k) => k != dropped)];
        int[] withAll = new int[size];
        var given = new Dictionary<int, int[]>();
        var otherOf = new int[size];
        for (int row = 0; row < rows; row++)
        {
            int place = Place(sources, row), other = Place(others, row);
            withAll[place]++;
            otherOf[place] = other;
            if (!given.TryGetValue(other, out int[]? counts))
            {
                given[other] = counts = new int[target.Key.Count];
            }

            counts[target.States[row]]++;
        }

        double sum = 0;
        for (int place = 0; place < size; place++)
        {
            if (withAll[place] > 1)
            {
                int[] counts = given[otherOf[place]];
                double all = counts.Sum(), chance = 0;
                foreach (int count in counts)
                {
                    chance += Math.Exp(withAll[place] * Math.Log(count / all));
                }

                sum += Math.Log(Math.Max(chance, 1e-300));
            }
        }

        return sum;
    }

    private static int Place(DiscreteColumn[] sources, int row)
    {
        int place = 0;
        foreach (DiscreteColumn source in sources)
        {
            place = (place * source.Key.Count) + source.States[row];
        }

        return place;
    }
}
