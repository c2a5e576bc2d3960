using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// A column given what a row's latents give and earlier cells. A cell follows the distribution of its leaf, with a little of those that
/// are kept further up: p = (1 - e) q + e p(above), e = r / (n + r), where q was learned from n rows, and r is
/// <see cref="RowsFromAbove"/>.
/// </summary>
/// <param name="Nodes">The root; behind each question its left part, then its right one.</param>
/// <param name="Sets">Sets of bins, <see cref="SetWords"/> words each.</param>
/// <param name="Forecasts">What may be asked for beside what latents give and cells.</param>
/// <param name="Leaves">The distributions.</param>
/// <param name="RowsFromAbove">How many rows the distribution above counts for.</param>
internal sealed record ColumnTree(
    ImmutableArray<TreeNode> Nodes,
    ImmutableArray<ulong> Sets,
    ImmutableArray<LinearForecast> Forecasts,
    ICellLeaves Leaves,
    double RowsFromAbove)
{
    /// <summary>Words of a set of bins.</summary>
    public const int SetWords = CellBins.MostBins / 64;

    /// <summary>Most questions on the way to a leaf.</summary>
    public const int MostDepth = 60;

    /// <summary>Most distributions from the root to a leaf. Rows fall by a factor of 8 from one to the next, but for the leaf.</summary>
    public const int MostKept = 12;

    /// <summary>Whether a node that is no leaf keeps a distribution, below another one that does.</summary>
    public static bool IsKept(int rows, int rowsAbove) => rows * 8L <= rowsAbove;

    /// <summary>Draws a cell of a part of all cells.</summary>
    public double Draw(ref TreeRow row, in AllowedCells allowed, ref SplitMix64 random, out double mass)
    {
        Span<int> kept = stackalloc int[MostKept];
        kept = kept[..Descend(ref row, kept)];
        return allowed.Cells.IsAll
            ? DrawAny(kept, allowed, ref random, out mass)
            : DrawPart(kept, allowed, ref random, out mass);
    }

    private double DrawAny(ReadOnlySpan<int> kept, in AllowedCells allowed, ref SplitMix64 random, out double mass)
    {
        mass = 1;
        int at = kept.Length - 1;
        while (at > 0 && RowsFromAbove > 0 && Uniform.Next(ref random) < ShareOfAbove(kept[at]))
        {
            at--;
        }

        return Leaves.Draw(kept[at], allowed, 1, ref random);
    }

    private double DrawPart(ReadOnlySpan<int> kept, in AllowedCells allowed, ref SplitMix64 random, out double mass)
    {
        Span<double> masses = stackalloc double[MostKept];
        double weight = 1, all = 0;
        for (int at = kept.Length - 1; at >= 0; at--)
        {
            double above = at > 0 ? ShareOfAbove(kept[at]) : 0;
            masses[at] = Leaves.Mass(kept[at], allowed);
            all += weight * (1 - above) * masses[at];
            weight *= above;
        }

        mass = Math.Min(all, 1);
        double rest = Uniform.Next(ref random) * all;
        int chosen = -1;
        weight = 1;
        for (int at = kept.Length - 1; at >= 0 && rest >= 0; at--)
        {
            double above = at > 0 ? ShareOfAbove(kept[at]) : 0;
            if (masses[at] > 0 && (chosen < 0 || weight > 0))
            {
                chosen = at;
                rest -= weight * (1 - above) * masses[at];
            }

            weight *= above;
        }

        return chosen < 0 ? double.NaN : Leaves.Draw(kept[chosen], allowed, masses[chosen], ref random);
    }

    /// <summary>Goes to a row's leaf. Returns how many distributions are on the way, the root's first and the leaf's last.</summary>
    private int Descend(ref TreeRow row, scoped Span<int> kept)
    {
        int count = 0, node = 0;
        while (true)
        {
            ref readonly TreeNode at = ref Nodes.ItemRef(node);
            if (at.Cells >= 0)
            {
                kept[count++] = at.Cells;
            }

            if (at.IsLeaf)
            {
                return count;
            }

            node = row.IsRight(at, this) ? at.Right : node + 1;
        }
    }

    private double ShareOfAbove(int leaf) => RowsFromAbove / (Leaves.Rows(leaf) + RowsFromAbove);
}
