using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>
/// A few trees for each column on the cells of all others: what missing cells are filled from. Each tree is learned from a part of the
/// rows. Bits have no part in it. Measured on credit and diabetes: trees that see bits learn from bits that know the cell, which those of a
/// row with holes do not, and are too sure.
/// </summary>
internal static class ConditionalTrees
{
    /// <summary>On validation rows of credit, diabetes and telco 4 trees are better than one, and 8 no better than 4.</summary>
    private const int TreesPerColumn = 4;

    /// <summary>Share of the rows that a tree is learned from, no row twice.</summary>
    private const double ShareOfRows = 0.6;

    /// <summary>Learns the trees.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="columns">Profiles of all columns.</param>
    /// <param name="computed">Numbers of columns that rules compute: they are asked for, and get no trees.</param>
    /// <param name="options">How trees grow.</param>
    /// <param name="seed">Seed of the parts of rows.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>As <see cref="MissingRow"/> takes them. <c>[columns]</c></returns>
    public static ImmutableArray<ICellSource?> Fit(
        TableCells train,
        ImmutableArray<ColumnProfile> columns,
        IReadOnlyCollection<int> computed,
        ColumnTreeOptions options,
        ulong seed,
        CancellationToken cancel = default)
    {
        TableCells[] parts = [.. Enumerable.Range(0, TreesPerColumn).Select(Part)];
        var trees = new ICellSource?[columns.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancel };
        Parallel.For(0, columns.Length, parallel, column =>
        {
            if (columns[column].MissingShare < 1 && !computed.Contains(column))
            {
                int[] order = [.. Enumerable.Range(0, columns.Length).Where(other => other != column), column];
                trees[column] = new ConditionalCells([.. parts.Select(part => ColumnTrees.Fit(
                    part, columns, order, [], [], options with { MaxDegreeOfParallelism = 1 }, cancel, firstDrawn: order.Length - 1))]);
            }
        });
        return [.. trees];

        TableCells Part(int tree)
        {
            int[] rows = new UniformStream(seed, RandomUse.RowsOfTree(tree)).Permutation(train.Rows);
            rows = rows[..Math.Max(1, (int)(ShareOfRows * rows.Length))];
            Array.Sort(rows);
            return train.Select(rows);
        }
    }

    /// <summary>
    /// Writes the trees: for each column a Byte, how many trees it has, and each as <see cref="ColumnTrees.Write"/> writes it.
    /// </summary>
    public static void Write(ImmutableArray<ICellSource?> trees, BinaryWriter target)
    {
        foreach (ICellSource? own in trees)
        {
            ImmutableArray<ColumnTrees> each = (own as ConditionalCells)?.Trees ?? [];
            target.Write((byte)each.Length);
            foreach (ColumnTrees tree in each)
            {
                tree.Write(target);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The content is not of this form.</exception>
    public static ImmutableArray<ICellSource?> Read(BinaryReader source, ImmutableArray<ColumnProfile> columns)
    {
        var trees = new ICellSource?[columns.Length];
        try
        {
            for (int column = 0; column < trees.Length; column++)
            {
                var each = new ColumnTrees[source.ReadByte()];
                for (int tree = 0; tree < each.Length; tree++)
                {
                    each[tree] = ColumnTrees.Read(source, columns, latents: 0, slots: 0, isLastOnly: true);
                    ColumnTreeFile.Expect(each[tree].Order[^1] == column, $"a tree of column {column}, got one of {each[tree].Order[^1]}");
                }

                trees[column] = each.Length > 0 ? new ConditionalCells([.. each]) : null;
            }

            ColumnTreeFile.Expect(source.BaseStream.Position == source.BaseStream.Length, "nothing behind the last tree");
        }
        catch (EndOfStreamException error)
        {
            throw new InvalidDataException("Column trees: expected more bytes.", error);
        }

        return [.. trees];
    }
}
