namespace MLNetQuantumPrior.Tool;

/// <summary>Cuts a table in two: four fifths to fit to, one to judge by.</summary>
internal static class HeldOut
{
    private const double Share = 0.2;

    /// <exception cref="InvalidDataException">There are too few rows.</exception>
    public static (StoredTable Train, StoredTable Holdout) Cut(StoredTable table, ulong seed)
    {
        int held = (int)(Share * table.Rows);
        if (held == 0)
        {
            throw new InvalidDataException($"Report: expected at least {1 / Share} rows, to hold some out of the fit, got {table.Rows}.");
        }

        int[] rows = [.. Enumerable.Range(0, table.Rows)];
        new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(rows);
        return (table.Some([.. rows[held..].Order()]), table.Some([.. rows[..held].Order()]));
    }
}
