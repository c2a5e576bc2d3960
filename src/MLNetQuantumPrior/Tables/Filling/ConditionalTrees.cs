namespace MLNetQuantumPrior;

/// <summary>
/// A tree for each column on the cells of all others: what missing cells are filled from. Bits have no part in it. Measured on credit and
/// diabetes: trees that see bits learn from bits that know the cell, which those of a row with holes do not, and are too sure.
/// </summary>
internal static class ConditionalTrees
{
    /// <summary>Learns the trees.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="columns">Profiles of all columns.</param>
    /// <param name="computed">Numbers of columns that rules compute: they are asked for, and get no tree.</param>
    /// <param name="options">How trees grow.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>As <see cref="MissingCells"/> takes them. <c>[columns]</c></returns>
    public static ImmutableArray<ICellSource?> Fit(
        TableCells train,
        ImmutableArray<ColumnProfile> columns,
        IReadOnlyCollection<int> computed,
        ColumnTreeOptions options,
        CancellationToken cancel = default)
    {
        var trees = new ICellSource?[columns.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancel };
        Parallel.For(0, columns.Length, parallel, column =>
        {
            if (columns[column].MissingShare < 1 && !computed.Contains(column))
            {
                int[] order = [.. Enumerable.Range(0, columns.Length).Where(other => other != column), column];
                trees[column] = ColumnTrees.Fit(
                    train, columns, order, [], [], options with { MaxDegreeOfParallelism = 1 }, cancel, firstDrawn: order.Length - 1);
            }
        });
        return [.. trees];
    }

    /// <summary>Writes the trees: for each column Byte 1 if it has one, else 0, and what <see cref="ColumnTrees.Write"/> writes.</summary>
    public static void Write(ImmutableArray<ICellSource?> trees, BinaryWriter target)
    {
        foreach (ICellSource? own in trees)
        {
            target.Write(own is not null);
            (own as ColumnTrees)?.Write(target);
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
                byte has = source.ReadByte();
                ColumnTreeFile.Expect(has <= 1, $"0 or 1 for whether column '{columns[column].Name}' has a tree, got {has}");
                trees[column] = has == 1 ? ColumnTrees.Read(source, columns, latents: 0, slots: 0, isLastOnly: true) : null;
                ColumnTreeFile.Expect(trees[column] is null || trees[column]!.Order[^1] == column, $"a tree of column {column}");
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
