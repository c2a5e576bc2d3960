namespace MLNetQuantumPrior;

/// <summary>Finds numbers that are products and quotients of others, by least squares of their logarithms.</summary>
internal static class ProductSearch
{
    /// <summary>Largest exponent.</summary>
    private const int MostExponent = 3;

    /// <summary>How far least squares may be from a whole exponent: a few wrong cells move it.</summary>
    private const double ExponentError = 0.2;

    /// <summary>
    /// Share of rows in which a product of several columns need not hold. Lengths that somebody measured and typed in have errors; in all
    /// other relations an exception means something.
    /// </summary>
    private const double Exceptions = 0.01;

    /// <summary>Share of rows in which the rounding of the sources may make the last digit another one.</summary>
    private const double Inexact = 0.1;

    /// <summary>Largest tolerance, as a part of the column's spread.</summary>
    private const double MostTolerance = 0.1;

    /// <summary>What least squares may leave of the spread of a logarithm for a closer look.</summary>
    public const double MostRest = 0.2;

    /// <summary>Whole exponents that are close to the weights of logarithms; null where there are none.</summary>
    public static int[]? Exponents(ReadOnlySpan<double> weights)
    {
        int[] exponents = new int[weights.Length];
        for (int k = 0; k < weights.Length; k++)
        {
            double whole = Math.Round(weights[k]);
            if (whole == 0 || Math.Abs(whole) > MostExponent || Math.Abs(weights[k] - whole) > ExponentError)
            {
                return null;
            }

            exponents[k] = (int)whole;
        }

        return exponents;
    }

    /// <summary>The product that a column is, or null if it is none.</summary>
    public static FunctionCandidate? Try(
        NumberColumn column,
        ImmutableArray<PowerFactor> factors,
        Func<int, NumberColumn> columnOf,
        TableCells table,
        ImmutableArray<ColumnProfile> profiles)
    {
        ProductFunction function = new(column.Column, factors, 1, 0);
        ImmutableArray<int> sources = function.Sources;
        double precision = Math.Max(column.Precision, sources.Max(source => columnOf(source).Precision));
        if (!LinearSearch.IsPossible(column, sources.Length) || Constant(function, table, profiles) is not { } constant || constant == 0)
        {
            return null;
        }

        function = function with { Constant = constant, Precision = precision };
        bool isMeasured = sources.Length > 1;
        double[] typical = new double[profiles.Length];
        foreach (int source in sources)
        {
            typical[source] = columnOf(source).Mean;
        }

        double amplification = 0;
        foreach (PowerFactor factor in factors)
        {
            foreach (int source in factor.Columns)
            {
                double slope = column.Mean * factor.Exponent / factor.Sum(typical);
                amplification += Math.Abs(slope) * columnOf(source).Deviation / column.Deviation;
            }
        }

        return function.Tolerance(typical, profiles) <= MostTolerance * column.Deviation
            && FunctionCheck.Holds(function, table, profiles, isMeasured ? Exceptions : 0, isMeasured ? Inexact : 1)
            ? FunctionCandidate.Of(function, amplification, column)
            : null;
    }

    /// <summary>The simplest constant with which the product holds in nearly all rows; null if half of some rows contradict it.</summary>
    private static double? Constant(ProductFunction function, TableCells table, ImmutableArray<ColumnProfile> profiles)
    {
        const int FirstLook = 100;
        List<double> least = [], most = [];
        double[] cells = new double[profiles.Length];
        double unit = CellGrid.Unit(profiles[function.Column]);
        for (int row = 0; row < table.Rows; row++)
        {
            foreach (int source in function.Sources)
            {
                cells[source] = table.Columns[source][row];
            }

            double cell = table.Columns[function.Column][row], product = function.Compute(cells);
            if (!double.IsFinite(cell) || !double.IsFinite(product) || product == 0 || cell == 0)
            {
                continue;
            }

            double ratio = cell / product;
            double half = (unit / 2 / Math.Abs(product)) + ((function.RelativeError(cells, profiles) + 1e-9) * Math.Abs(ratio));
            least.Add(ratio - half);
            most.Add(ratio + half);
            if (least.Count == FirstLook && Common(least, most, 0.1) is null)
            {
                return null;
            }
        }

        return least.Count < LinearSearch.RowsPerCoefficient * (function.Sources.Length + 1) ? null : Common(least, most, Exceptions);
    }

    /// <summary>The simplest number in nearly all intervals.</summary>
    private static double? Common(List<double> least, List<double> most, double exceptions)
    {
        double[] lows = [.. least], highs = [.. most];
        Array.Sort(lows);
        Array.Sort(highs);
        int left = (int)(exceptions * lows.Length);
        (double low, double high) = (lows[^(left + 1)], highs[left]);
        return low <= high ? SimplestNumber.Within(low, high) : null;
    }
}
