namespace MLNetQuantumPrior;

/// <summary>
/// Distributions in a file. Of categories: how many came up; for each its code less that of the one before, and its rows. Of numbers: the
/// missing rows; how many steps there are; for each its rows, and one more than the number of its knot, or 0 and UInt16 first and last
/// point. Numbers without a type have seven bits a byte.
/// </summary>
/// <param name="column">Whose cells they are.</param>
internal sealed class CellLeafFile(ColumnProfile column)
{
    private readonly List<NumberLeaf> _numbers = [];
    private readonly List<ImmutableArray<CategoryCount>> _categories = [];

    /// <summary>Writes one.</summary>
    public static void Write(BinaryWriter target, ICellLeaves leaves, int leaf)
    {
        if (leaves is CategoryLeaves categories)
        {
            ImmutableArray<CategoryCount> counts = categories[leaf];
            target.Write7BitEncodedInt(counts.Length);
            for (int k = 0; k < counts.Length; k++)
            {
                target.Write7BitEncodedInt(counts[k].Code - (k == 0 ? 0 : counts[k - 1].Code));
                target.Write7BitEncodedInt(counts[k].Rows);
            }

            return;
        }

        (int missing, ImmutableArray<RankStep> steps) = ((NumberLeaves)leaves)[leaf];
        target.Write7BitEncodedInt(missing);
        target.Write7BitEncodedInt(steps.Length);
        foreach (RankStep step in steps)
        {
            target.Write7BitEncodedInt(step.Rows);
            target.Write7BitEncodedInt(step.Knot + 1);
            if (step.Knot < 0)
            {
                target.Write(step.FirstPoint);
                target.Write(step.LastPoint);
            }
        }
    }

    /// <summary>Reads one. Returns its number.</summary>
    public int Read(BinaryReader source)
    {
        if (column.Numbers is { } numbers)
        {
            _numbers.Add(ReadNumbers(source, numbers));
            return _numbers.Count - 1;
        }

        _categories.Add(ReadCategories(source));
        return _categories.Count - 1;
    }

    /// <summary>All that were read.</summary>
    public ICellLeaves Finish() =>
        column.Numbers is { } numbers ? new NumberLeaves(_numbers, numbers) : new CategoryLeaves(_categories, column.Categories);

    private ImmutableArray<CategoryCount> ReadCategories(BinaryReader source)
    {
        int count = source.Read7BitEncodedInt(), code = 0;
        Expect(count >= 1 && count <= column.Categories + 1, $"1 to {column.Categories + 1} categories, got {count}");
        var counts = ImmutableArray.CreateBuilder<CategoryCount>();
        long all = 0;
        for (int k = 0; k < count; k++)
        {
            int step = source.Read7BitEncodedInt(), rows = source.Read7BitEncodedInt();
            Expect(step >= (k == 0 ? 0 : 1) && step <= column.Categories - code, $"ascending categories up to {column.Categories}");
            code += step;
            all += CheckedRows(rows);
            counts.Add(new(code, rows));
        }

        CheckAll(all);
        return counts.ToImmutable();
    }

    private NumberLeaf ReadNumbers(BinaryReader source, NumberQuantiles numbers)
    {
        int missing = source.Read7BitEncodedInt(), count = source.Read7BitEncodedInt();
        Expect(missing >= 0 && count >= 0, $"missing rows and steps of at least 0, got {missing} and {count}");
        var steps = ImmutableArray.CreateBuilder<RankStep>();
        long all = missing;
        for (int k = 0; k < count; k++)
        {
            int rows = source.Read7BitEncodedInt(), knot = source.Read7BitEncodedInt() - 1;
            all += CheckedRows(rows);
            Expect(knot >= -1 && knot < numbers.Knots.Length, $"knots from 0 to {numbers.Knots.Length - 1}, got {knot}");
            (ushort first, ushort last) = knot < 0 ? (source.ReadUInt16(), source.ReadUInt16()) : default;
            Expect(knot >= 0 || first < last, $"steps from a rank to a higher one, got {first} and {last}");
            steps.Add(new(rows, knot, first, last));
        }

        CheckAll(all);
        return new(missing, steps.ToImmutable());
    }

    private static int CheckedRows(int rows)
    {
        Expect(rows >= 1, $"at least 1 row, got {rows}");
        return rows;
    }

    private static void CheckAll(long rows) => Expect(rows is >= 1 and <= int.MaxValue, $"1 to {int.MaxValue} rows, got {rows}");

    private static void Expect(bool holds, string expected) => ColumnTreeFile.Expect(holds, $"distributions of {expected}");
}
