namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The couplings of a model whose couplings are all -J, 0 or +J and whose fields are small multiples of J: what <see cref="SignKernel"/>
/// reads. Local fields are then small integers times J, without a rounding error in any order of summation.
/// </summary>
internal sealed class SignRows
{
    /// <summary>Largest local field in units of J.</summary>
    public const int MaxField = 63;

    /// <summary>Spins are rows of this many bytes; spin i is row 2 i, and row 2 i + 1 is its negative.</summary>
    public const int RowBytes = 64;

    private SignRows(float unit, byte[] field, byte[] quads, int[] offset) =>
        (Unit, Field, Quads, Offset) = (unit, field, quads, offset);

    /// <summary>J, above 0.</summary>
    public float Unit { get; }

    /// <summary>The field of each visit's spin in units of J, plus <see cref="MaxField"/> + 1.</summary>
    public byte[] Field { get; }

    /// <summary>Number of neighbours of each visit's spin, divided by 4 and rounded up.</summary>
    public byte[] Quads { get; }

    /// <summary>
    /// Where the rows of the neighbours start, those of all visits in turn: the spin itself or its negative according to the coupling, or
    /// the row of zeros after all spins to fill up four.
    /// </summary>
    public int[] Offset { get; }

    /// <summary>Bytes of the spins of a block of chains, with the row of zeros.</summary>
    public static int StateBytes(int spinCount) => checked(RowBytes * ((2 * spinCount) + 1));

    /// <summary>The rows, or null where couplings or fields are not of this kind.</summary>
    public static SignRows? TryOf(IsingModel model)
    {
        ReadOnlySpan<float> couplings = model.Couplings.AsSpan();
        int coupled = couplings.IndexOfAnyExcept(0f);
        float unit = coupled < 0 ? 0 : Math.Abs(couplings[coupled]);
        if (unit == 0 || !MultiplesAreExact(unit) || couplings.ContainsAnyExcept(0f, unit, -unit))
        {
            return null;
        }

        SparseRows rows = model.Graph.Rows;
        int[] order = model.Graph.SweepPlan.Order;
        byte[] field = new byte[order.Length];
        byte[] quads = new byte[order.Length];
        var offset = new List<int>(rows.Neighbour.Length + (3 * order.Length));
        for (int k = 0; k < order.Length; k++)
        {
            int first = offset.Count;
            for (int at = rows.Start[order[k]]; at < rows.Start[order[k] + 1]; at++)
            {
                if (model.Couplings[rows.Edge[at]] is var coupling and not 0)
                {
                    offset.Add(RowBytes * ((2 * rows.Neighbour[at]) + (coupling < 0 ? 1 : 0)));
                }
            }

            float own = model.Fields[order[k]] / unit;
            if (own != MathF.Round(own) || own * unit != model.Fields[order[k]] || Math.Abs(own) + offset.Count - first > MaxField)
            {
                return null;
            }

            while ((offset.Count - first) % 4 != 0)
            {
                offset.Add(RowBytes * 2 * order.Length);
            }

            field[k] = (byte)((int)own + MaxField + 1);
            quads[k] = (byte)((offset.Count - first) / 4);
        }

        return new(unit, field, quads, [.. offset]);
    }

    /// <summary>Whether 2 J .. 63 J are singles: six low bits of the mantissa are free.</summary>
    private static bool MultiplesAreExact(float unit) =>
        float.IsNormal(unit) && float.IsFinite(unit * MaxField) && (BitConverter.SingleToUInt32Bits(unit) & MaxField) == 0;
}
