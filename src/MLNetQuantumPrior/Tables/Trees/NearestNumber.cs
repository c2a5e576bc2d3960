namespace MLNetQuantumPrior;

/// <summary>Numbers of a column within an interval.</summary>
internal static class NearestNumber
{
    /// <summary>
    /// The number of the interval that is closest to a value: one with as many decimals as the column has, where the interval has any.
    /// </summary>
    public static double To(double value, in CellSet allowed, NumberQuantiles numbers)
    {
        if (value >= allowed.Least && value <= allowed.Most)
        {
            return value;
        }

        double end = value < allowed.Least ? allowed.Least : allowed.Most;
        if (numbers.Decimals is { } decimals && allowed.Least < allowed.Most)
        {
            double scale = Math.Pow(10, decimals);
            double rounded = Math.Round((value < allowed.Least ? Math.Ceiling(end * scale) : Math.Floor(end * scale)) / scale, decimals);
            if (rounded >= allowed.Least && rounded <= allowed.Most)
            {
                return rounded;
            }
        }

        return end;
    }
}
