using MLNetQuantumPrior.Sampling;

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
        var random = new SplitMix64(seed);
        for (int last = rows.Length - 1; last > 0; last--)
        {
            int other = (int)(random.Next() % (ulong)(last + 1));
            (rows[last], rows[other]) = (rows[other], rows[last]);
        }

        return (table.Some([.. rows[held..].Order()]), table.Some([.. rows[..held].Order()]));
    }
}
