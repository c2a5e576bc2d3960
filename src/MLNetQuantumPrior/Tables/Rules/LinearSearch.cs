namespace MLNetQuantumPrior;

/// <summary>Finds numbers that are weighted sums of others, in every row and to the last digit.</summary>
internal static class LinearSearch
{
    /// <summary>Rows that differ from the most frequent number which each coefficient must have, lest chance finds a relation.</summary>
    public const int RowsPerCoefficient = 25;

    /// <summary>Standard errors around an estimate in which a number with fewer digits is looked for.</summary>
    private const double Errors = 3;

    /// <summary>Whether a column can be a function of so many others: its rounding is no more than its spread, and it varies.</summary>
    public static bool IsPossible(NumberColumn column, int sources) =>
        column.Unusual >= RowsPerCoefficient * (sources + 1) && column.Unit <= column.Deviation;

    /// <summary>What least squares may leave of a column's mean square where nothing but rounding is left.</summary>
    public static double MostRest(NumberColumn column) =>
        (0.3 * column.Unit * column.Unit) + (1e-9 * column.Deviation * column.Deviation);

    /// <summary>The function of some columns that a column is, or null if it is none.</summary>
    public static FunctionCandidate? Try(
        NumberColumn column, ReadOnlySpan<NumberColumn> sources, TableCells table, ImmutableArray<ColumnProfile> profiles)
    {
        int count = sources.Length;
        double[][] cells = [.. sources.ToArray().Select(source => source.Cells), column.Cells];
        int[] rows = [.. Enumerable.Range(0, table.Rows).Where(row => cells.All(one => !double.IsNaN(one[row])))];
        if (!IsPossible(column, count) || rows.Length < RowsPerCoefficient * (count + 1))
        {
            return null;
        }

        double[] moments = LeastSquares.Moments(cells, rows);
        double[] plain = new double[count], errors = new double[count];
        double rest = LeastSquares.Solve(moments, count + 1, [.. Enumerable.Range(0, count)], count, plain, errors) / rows.Length;
        if (!(rest <= MostRest(column)))
        {
            return null;
        }

        double noise = Math.Max(rest, column.Unit * column.Unit / 12);
        double precision = Math.Max(column.Precision, sources.ToArray().Max(source => source.Precision));
        foreach (double[] weights in new[] { Simple(moments, count, noise), plain })
        {
            double amplification = 0;
            bool matters = true;
            for (int k = 0; k < count; k++)
            {
                double part = Math.Abs(weights[k]) * sources[k].Deviation;
                amplification += part / column.Deviation;
                matters &= part > column.Unit / 2 && Math.Abs(weights[k]) > 10 * Math.Sqrt(noise * errors[k]);
            }

            ImmutableArray<int> places = [.. sources.ToArray().Select(source => source.Column)];
            LinearFunction function = new(column.Column, places, [.. weights], 0, precision);
            if (matters && WithConstant(function, rows, table, profiles) is { } complete && FunctionCheck.Holds(complete, table, profiles))
            {
                return FunctionCandidate.Of(complete, amplification, column);
            }
        }

        return null;
    }

    /// <summary>Weights with few digits: one after another is rounded within its error, and the others are solved for again.</summary>
    private static double[] Simple(double[] allMoments, int count, double noise)
    {
        double[] moments = [.. allMoments], weights = new double[count];
        int size = count + 1;
        for (int fixedWeight = 0; fixedWeight < count; fixedWeight++)
        {
            double[] rest = new double[count - fixedWeight], errors = new double[count - fixedWeight];
            LeastSquares.Solve(moments, size, [.. Enumerable.Range(fixedWeight, count - fixedWeight)], count, rest, errors);
            double error = Errors * Math.Sqrt(noise * errors[0]) + (1e-12 * Math.Abs(rest[0]));
            double weight = weights[fixedWeight] = SimplestNumber.Within(rest[0] - error, rest[0] + error);
            moments[(count * size) + count] += (weight * weight * moments[(fixedWeight * size) + fixedWeight])
                - (2 * weight * moments[(fixedWeight * size) + count]);
            for (int k = 0; k < count; k++)
            {
                moments[(k * size) + count] -= weight * moments[(k * size) + fixedWeight];
                moments[(count * size) + k] = moments[(k * size) + count];
            }
        }

        return weights;
    }

    /// <summary>The simplest constant with which the function holds in all rows; null if there is none.</summary>
    private static LinearFunction? WithConstant(
        LinearFunction function, int[] rows, TableCells table, ImmutableArray<ColumnProfile> profiles)
    {
        double[] cells = new double[profiles.Length];
        (double least, double most) = (double.NegativeInfinity, double.PositiveInfinity);
        foreach (int row in rows)
        {
            foreach (int source in function.Sources)
            {
                cells[source] = table.Columns[source][row];
            }

            double rest = table.Columns[function.Column][row] - function.Compute(cells);
            double tolerance = function.Tolerance(cells, profiles);
            (least, most) = (Math.Max(least, rest - tolerance), Math.Min(most, rest + tolerance));
            if (least > most)
            {
                return null;
            }
        }

        return function with { Constant = SimplestNumber.Within(least, most) };
    }
}
