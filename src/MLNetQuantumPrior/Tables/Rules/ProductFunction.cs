namespace MLNetQuantumPrior;

/// <summary>A number that is a constant times powers of other numbers or of sums of two of them.</summary>
/// <param name="Column">Number of the column.</param>
/// <param name="Factors">The factors.</param>
/// <param name="Constant">The constant, not 0.</param>
/// <param name="Precision">Relative error of the numbers themselves.</param>
internal sealed record ProductFunction(int Column, ImmutableArray<PowerFactor> Factors, double Constant, double Precision)
    : NumberFunction(Column, [.. Factors.SelectMany(factor => factor.Columns)], Precision)
{
    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<double> cells)
    {
        double product = Constant;
        foreach (PowerFactor factor in Factors)
        {
            product *= PowerFactor.Power(factor.Sum(cells), factor.Exponent);
        }

        return double.IsInfinity(product) ? double.NaN : product;
    }

    /// <inheritdoc/>
    public override double Tolerance(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles) =>
        (CellGrid.Unit(profiles[Column]) / 2 * (1 + 1e-6)) + (RelativeError(cells, profiles) * Math.Abs(Compute(cells)));

    /// <summary>Relative error of the product by the rounding of the numbers that it is of.</summary>
    public double RelativeError(ReadOnlySpan<double> cells, ImmutableArray<ColumnProfile> profiles)
    {
        double error = Precision;
        foreach (PowerFactor factor in Factors)
        {
            double rounding = 0;
            foreach (int column in factor.Columns)
            {
                // Whole numbers are counted rather than measured.
                rounding += profiles[column].Numbers!.Decimals is > 0 and { } digits ? Math.Pow(10, -digits) / 2 : 0;
            }

            double sum = Math.Abs(factor.Sum(cells));
            error += sum > 0 ? Math.Abs(factor.Exponent) * rounding / sum : 0;
        }

        return error;
    }

    /// <inheritdoc/>
    public override string Describe(CellWords words)
    {
        string[] above = [.. Factors.Where(factor => factor.Exponent > 0).Select(factor => factor.Describe(words))];
        string[] below = [.. Factors.Where(factor => factor.Exponent < 0).Select(factor => factor.Describe(words))];
        double inverse = Math.Round(1 / Constant, 9);
        bool divides = Math.Abs(Constant) < 1 && inverse == Math.Round(inverse) && Math.Abs((inverse * Constant) - 1) < 1e-9;
        if (divides)
        {
            below = [CellWords.Number(inverse), .. below];
        }
        else if (Constant != 1 || above.Length == 0)
        {
            above = [CellWords.Number(Constant), .. above];
        }

        string top = above.Length == 0 ? "1" : string.Join(" x ", above);
        return $"{words.Column(Column)} = {top}{string.Concat(below.Select(factor => $" / {factor}"))}";
    }

    /// <inheritdoc/>
    protected override (double Least, double Most) Inverse(int source, in KnownCells row, double least, double most)
    {
        // Intervals of positive numbers only: those are what lengths, prices and counts are.
        (double low, double high) = (Math.Max(0, least) / Constant, most / Constant);
        PowerFactor? own = null;
        foreach (PowerFactor factor in Factors)
        {
            if (factor.Columns.Contains(source))
            {
                own = factor;
                continue;
            }

            (double from, double to) = SumOf(factor, row, except: -1);
            (from, to) = (PowerFactor.Power(from, factor.Exponent), PowerFactor.Power(to, factor.Exponent));
            (low, high) = (low / Math.Max(from, to), high / Math.Min(from, to));
        }

        (double added, double addedMost) = SumOf(own!, row, source);
        if (Constant < 0 || row.Profile(source).Numbers!.Least < 0 || !(low >= 0) || !(added >= 0))
        {
            return (double.NaN, double.NaN);
        }

        double root = 1.0 / own!.Exponent;
        (low, high) = root > 0 ? (Math.Pow(low, root), Math.Pow(high, root)) : (Math.Pow(high, root), Math.Pow(low, root));
        return (low - addedMost, high - added);
    }

    private static (double Least, double Most) SumOf(PowerFactor factor, in KnownCells row, int except)
    {
        (double least, double most) = (0, 0);
        foreach (int column in factor.Columns)
        {
            if (column != except)
            {
                (double low, double high) = row.Range(column);
                (least, most) = (least + low, most + high);
            }
        }

        return least >= 0 ? (least, most) : (double.NaN, double.NaN);
    }
}

/// <summary>A power of a number or of a sum of two.</summary>
/// <param name="Columns">Numbers of one column or two.</param>
/// <param name="Exponent">The exponent, a whole number other than 0.</param>
internal sealed record PowerFactor(ImmutableArray<int> Columns, int Exponent)
{
    /// <summary>What the power is taken of.</summary>
    public double Sum(ReadOnlySpan<double> cells) =>
        Columns.Length == 1 ? cells[Columns[0]] : cells[Columns[0]] + cells[Columns[1]];

    /// <summary>A power with a whole exponent.</summary>
    public static double Power(double value, int exponent)
    {
        double power = value;
        for (int k = 1; k < Math.Abs(exponent); k++)
        {
            power *= value;
        }

        return exponent < 0 ? 1 / power : power;
    }

    /// <summary>The power in words, without the sign of the exponent.</summary>
    public string Describe(CellWords words)
    {
        string name = string.Join(" + ", Columns.Select(words.Column));
        string factor = Columns.Length == 1 ? name : $"({name})";
        return Math.Abs(Exponent) == 1 ? factor : $"{factor}^{Math.Abs(Exponent)}";
    }
}
