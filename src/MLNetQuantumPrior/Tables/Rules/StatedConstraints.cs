namespace MLNetQuantumPrior;

/// <summary>Bounds of numbers.</summary>
internal sealed record RangeConstraint(string Column, double Least, double Most) : Constraint
{
    /// <summary>Whether the least number itself is excluded.</summary>
    public bool IsAboveLeast { get; init; }

    internal override string Text => IsAboveLeast ? $"{Column} > {CellWords.Number(Least)}"
        : double.IsNegativeInfinity(Least) ? $"{Column} <= {CellWords.Number(Most)}"
        : double.IsPositiveInfinity(Most) ? $"{Column} >= {CellWords.Number(Least)}"
        : $"{CellWords.Number(Least)} <= {Column} <= {CellWords.Number(Most)}";

    internal override void Bind(ConstraintBinding binding)
    {
        int column = binding.NoDates(this, Column);
        binding.Add(this, new BoundRange(column, IsAboveLeast ? CellGrid.Above(binding.Profiles[column], Least) : Least, Most));
    }
}

/// <summary>Bounds of dates.</summary>
internal sealed record DateConstraint(string Column, DateTime? Least, DateTime? Most) : Constraint
{
    internal override string Text => FormattableString.Invariant(
        $"{(Least is { } least ? $"{least:s} <= " : "")}{Column}{(Most is { } most ? $" <= {most:s}" : "")}");

    internal override void Bind(ConstraintBinding binding)
    {
        int column = binding.Numbers(this, Column);
        double least = Least is { } first ? binding.Date(this, column, first) : double.NegativeInfinity;
        double most = Most is { } last ? binding.Date(this, column, last) : double.PositiveInfinity;
        binding.Add(this, new BoundRange(column, least, most));
    }
}

/// <summary>The order of two columns.</summary>
internal sealed record OrderConstraint(string First, string Second, bool IsStrict) : Constraint
{
    internal override string Text => $"{First} {(IsStrict ? "<" : "<=")} {Second}";

    internal override void Bind(ConstraintBinding binding)
    {
        (int first, int second) = (binding.Numbers(this, First), binding.Numbers(this, Second));
        if (binding.HasDates(first) != binding.HasDates(second))
        {
            throw new ArgumentException($"Constraint '{this}': expected two columns of numbers or two of dates, got one of each.");
        }

        binding.Add(this, new BoundOrder(first, second, IsStrict));
    }
}

/// <summary>A column that is the sum of others.</summary>
internal sealed record SumConstraint(string Total, ImmutableArray<string> Parts) : Constraint
{
    /// <summary>Relative error of a sum of numbers of single precision.</summary>
    private const double Precision = 2e-7;

    internal override string Text => $"{Total} = {string.Join(" + ", Parts)}";

    internal override void Bind(ConstraintBinding binding)
    {
        int total = binding.NoDates(this, Total);
        ImmutableArray<int> parts = [.. Parts.Select(part => binding.NoDates(this, part))];
        binding.Add(this, new LinearFunction(total, parts, [.. parts.Select(_ => 1.0)], 0, Precision));
    }
}
