namespace MLNetQuantumPrior.Tests.Tables;

/// <summary>Draws rows with every cell uniform in what the rules leave, whatever the table's distribution is: a hard test.</summary>
internal sealed class UniformRows(TableRules rules, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>How many rows were refused so far.</summary>
    public int Refused { get; private set; }

    /// <summary>A row in which all rules hold.</summary>
    public double[] Next(CellSet[]? given = null)
    {
        int columns = rules.Profiles.Length;
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            double[] cells = new double[columns];
            bool[] known = new bool[columns];
            foreach (int column in Enumerable.Range(0, columns).Except(rules.Computed))
            {
                CellSet allowed = given?[column] ?? CellSet.All;
                cells[column] = Draw(rules.Profiles[column], rules.Narrow(column, cells, known, allowed, given));
                known[column] = true;
            }

            rules.Complete(cells);
            bool fits = Enumerable.Range(0, columns).All(column => given?[column].Has(rules.Profiles[column], cells[column]) ?? true);
            if (fits && rules.HoldsIn(cells))
            {
                return cells;
            }

            Refused++;
        }

        throw new InvalidOperationException("No row of a thousand was accepted.");
    }

    private double Draw(ColumnProfile profile, CellSet set)
    {
        double least = Math.Max(set.Least, profile.Numbers?.Least ?? 0), most = Math.Min(set.Most, profile.Numbers?.Most ?? 0);
        int[] codes = [.. Enumerable.Range(0, profile.Categories).Where(set.HasCategory)];
        bool hasValue = profile.IsCategory ? codes.Length > 0 : least <= most;
        if (set.AllowsMissing && profile.MissingShare > 0 && (!hasValue || _random.NextDouble() < profile.MissingShare))
        {
            return double.NaN;
        }

        Assert.IsTrue(hasValue, $"Column '{profile.Name}' has no value left.");
        return profile.IsCategory ? codes[_random.Next(codes.Length)]
            : Math.Clamp(profile.Numbers!.Rounded(least + (_random.NextDouble() * (most - least))), least, most);
    }
}
