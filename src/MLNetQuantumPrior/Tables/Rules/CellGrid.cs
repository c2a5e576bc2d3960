namespace MLNetQuantumPrior;

/// <summary>Which numbers a column can have: so many digits behind the point, and a range.</summary>
internal static class CellGrid
{
    /// <summary>The distance of two neighbouring numbers of a column; 0 where any number may occur.</summary>
    public static double Unit(ColumnProfile profile) => profile.Numbers?.Decimals is { } digits ? Math.Pow(10, -digits) : 0;

    /// <summary>A number with as many digits as the column has.</summary>
    public static double Rounded(ColumnProfile profile, double value) =>
        profile.Numbers?.Decimals is { } digits ? Math.Round(value, digits) + 0 : value; // -0 becomes 0

    /// <summary>The least number of a column that is above a value.</summary>
    public static double Above(ColumnProfile profile, double value) => profile.Numbers?.Decimals is { } digits
        ? Snap(Math.Floor((value * Math.Pow(10, digits)) + 1e-6) + 1, digits)
        : MathF.BitIncrement((float)value);

    /// <summary>The largest number of a column that is below a value.</summary>
    public static double Below(ColumnProfile profile, double value) => -Above(profile, -value);

    /// <summary>Whether all cells of a set are in another one.</summary>
    public static bool IsPart(ColumnProfile profile, in CellSet set, in CellSet other)
    {
        if (other.IsAll)
        {
            return true;
        }

        bool isPart = other.AllowsMissing || !set.AllowsMissing;
        if (profile.IsCategory)
        {
            for (int code = 0; isPart && other.Categories is not null && code < profile.Categories; code++)
            {
                isPart = other.HasCategory(code) || !set.HasCategory(code);
            }

            return isPart;
        }

        return isPart && other.Least <= set.Least && other.Most >= set.Most;
    }

    /// <summary>The set with ends that are numbers of the column, or null if no cell of the column is in it.</summary>
    public static CellSet? Within(ColumnProfile profile, in CellSet set)
    {
        bool mayBeMissing = set.AllowsMissing && profile.MissingShare > 0;
        if (profile.Numbers is not { } numbers)
        {
            bool any = mayBeMissing || set.Categories is null;
            for (int code = 0; !any && code < Math.Min(profile.Categories, set.Categories!.Length); code++)
            {
                any = set.Categories[code];
            }

            return any ? set : null;
        }

        (double least, double most) = (set.Least, set.Most);
        if (numbers.Decimals is { } digits)
        {
            double scale = Math.Pow(10, digits);
            least = double.IsFinite(least) ? Snap(Math.Ceiling((least * scale) - 1e-6), digits) : least;
            most = double.IsFinite(most) ? Snap(Math.Floor((most * scale) + 1e-6), digits) : most;
        }

        return Math.Max(least, numbers.Least) <= Math.Min(most, numbers.Most) ? CellSet.Between(least, most, set.AllowsMissing)
            : mayBeMissing ? CellSet.Missing
            : null;
    }

    private static double Snap(double steps, int digits) => (steps / Math.Pow(10, digits)) + 0; // -0 becomes 0
}
