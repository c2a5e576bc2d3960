using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>Distributions of numbers: steps of even density over ranks, and values that several rows had.</summary>
internal sealed class NumberLeaves : ICellLeaves
{
    private readonly NumberQuantiles _numbers;
    private readonly int[] _first, _rows, _missing;
    private readonly RankStep[] _steps;

    /// <summary>Makes distributions of steps.</summary>
    /// <param name="leaves">Each with one row or more.</param>
    /// <param name="numbers">What ranks are ranks of.</param>
    public NumberLeaves(IReadOnlyList<NumberLeaf> leaves, NumberQuantiles numbers)
    {
        _numbers = numbers;
        _missing = [.. leaves.Select(leaf => leaf.Missing)];
        _rows = [.. leaves.Select(leaf => leaf.Missing + leaf.Steps.Sum(step => step.Rows))];
        _steps = [.. leaves.SelectMany(leaf => leaf.Steps)];
        _first = new int[leaves.Count + 1];
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            _first[leaf + 1] = _first[leaf] + leaves[leaf].Steps.Length;
        }
    }

    /// <summary>The steps of a distribution.</summary>
    public NumberLeaf this[int leaf] => new(_missing[leaf], [.. _steps[_first[leaf].._first[leaf + 1]]]);

    /// <inheritdoc/>
    public int Rows(int leaf) => _rows[leaf];

    /// <inheritdoc/>
    public double Mass(int leaf, in AllowedCells allowed)
    {
        double rows = allowed.Cells.AllowsMissing ? _missing[leaf] : 0;
        foreach (ref readonly RankStep step in _steps.AsSpan(_first[leaf].._first[leaf + 1]))
        {
            rows += RowsIn(step, allowed);
        }

        return rows / _rows[leaf];
    }

    /// <inheritdoc/>
    public double Draw(int leaf, in AllowedCells allowed, double mass, ref SplitMix64 random)
    {
        double rest = Uniform.Next(ref random) * mass * _rows[leaf];
        if (allowed.Cells.AllowsMissing)
        {
            rest -= _missing[leaf];
            if (rest < 0)
            {
                return double.NaN;
            }
        }

        ReadOnlySpan<RankStep> steps = _steps.AsSpan(_first[leaf].._first[leaf + 1]);
        int last = -1;
        for (int k = 0; k < steps.Length; k++)
        {
            double rows = RowsIn(steps[k], allowed);
            if (rows > 0)
            {
                last = k;
                if (rest < rows)
                {
                    break;
                }

                rest -= rows;
            }
        }

        return last < 0 ? double.NaN : Value(steps[last], allowed, ref random);
    }

    private double Value(in RankStep step, in AllowedCells allowed, ref SplitMix64 random)
    {
        if (step.Knot >= 0)
        {
            return _numbers.Knots[step.Knot].Value;
        }

        double low = Math.Max(step.Low, allowed.Low), high = Math.Min(step.High, allowed.High);
        double value = _numbers.Value(low + (Uniform.Next(ref random) * (high - low)));
        return NearestNumber.To(value, allowed.Cells, _numbers);
    }

    private double RowsIn(in RankStep step, in AllowedCells allowed)
    {
        if (step.Knot >= 0)
        {
            double value = _numbers.Knots[step.Knot].Value;
            return value >= allowed.Cells.Least && value <= allowed.Cells.Most ? step.Rows : 0;
        }

        double part = Math.Min(step.High, allowed.High) - Math.Max(step.Low, allowed.Low);
        return part <= 0 ? 0 : step.Rows * part / (step.High - step.Low);
    }
}

/// <summary>The distribution of a column of numbers at a node.</summary>
/// <param name="Missing">Rows whose cell is missing.</param>
/// <param name="Steps">Where the others are, ascending.</param>
internal readonly record struct NumberLeaf(int Missing, ImmutableArray<RankStep> Steps);

/// <summary>Rows spread evenly over ranks, or rows that all have one frequent value.</summary>
/// <param name="Rows">How many, at least 1.</param>
/// <param name="Knot">Number of the value among the column's knots; negative where rows are spread.</param>
/// <param name="FirstPoint">The lowest rank, as a point of a grid.</param>
/// <param name="LastPoint">The highest, above it.</param>
internal readonly record struct RankStep(int Rows, int Knot, ushort FirstPoint, ushort LastPoint)
{
    /// <summary>The lowest rank.</summary>
    public double Low => FirstPoint * (1.0 / ushort.MaxValue);

    /// <summary>The highest.</summary>
    public double High => LastPoint * (1.0 / ushort.MaxValue);
}
