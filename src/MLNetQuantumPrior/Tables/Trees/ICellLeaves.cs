using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>The distributions of one column at nodes of its tree.</summary>
internal interface ICellLeaves
{
    /// <summary>How many training rows a distribution was learned from.</summary>
    int Rows(int leaf);

    /// <summary>The probability of a part of the cells.</summary>
    double Mass(int leaf, in AllowedCells allowed);

    /// <summary>Draws a cell of a part.</summary>
    /// <param name="leaf">Number of the distribution.</param>
    /// <param name="allowed">The part, of a mass above 0.</param>
    /// <param name="mass">Its mass.</param>
    /// <param name="random">Random numbers.</param>
    double Draw(int leaf, in AllowedCells allowed, double mass, ref SplitMix64 random);
}

/// <summary>A set of cells, and of numbers their ranks.</summary>
internal readonly ref struct AllowedCells
{
    public AllowedCells(NumberQuantiles? numbers, in CellSet cells)
    {
        Cells = cells;
        (Low, High) = numbers is null || cells.IsAll ? (0, 1)
            : cells.Least == cells.Most ? numbers.Ranks(cells.Least)
            : numbers.Ranks(cells.Least, cells.Most);
    }

    public readonly CellSet Cells;

    /// <summary>The lowest rank of its numbers.</summary>
    public readonly double Low;

    /// <summary>The highest.</summary>
    public readonly double High;
}
