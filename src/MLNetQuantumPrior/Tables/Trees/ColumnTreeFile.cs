using System.Runtime.InteropServices;

namespace MLNetQuantumPrior;

/// <summary>
/// One tree in a file: Double rows from above; forecasts, their number, and for each Single constant and weights; and the nodes, each
/// question in front of its left part and this in front of its right one. A node is a byte of <see cref="NodeKind"/>; of a question the
/// input, and Single threshold, the number of a cut or the bytes of a set; and a distribution if it has one, as
/// <see cref="CellLeafFile"/> has it. Numbers without a type have seven bits a byte, as <see cref="BinaryWriter"/> writes them.
/// </summary>
internal sealed class ColumnTreeFile(
    ImmutableArray<ColumnProfile> columns,
    ImmutableArray<CellBins> bins,
    ImmutableArray<int> order,
    TreeInputs inputs,
    LinearInputs linear)
{
    [Flags]
    private enum NodeKind : byte
    {
        Question = 1,
        HasCells = 2,
        IsMissingRight = 4,
    }

    /// <summary>Writes a tree.</summary>
    public void Write(BinaryWriter target, ColumnTree tree)
    {
        target.Write(tree.RowsFromAbove);
        target.Write7BitEncodedInt(tree.Forecasts.Length);
        foreach (LinearForecast forecast in tree.Forecasts)
        {
            target.Write(forecast.Constant);
            target.Write(MemoryMarshal.AsBytes(forecast.Weights.AsSpan()));
        }

        foreach (TreeNode node in tree.Nodes)
        {
            target.Write((byte)((node.IsLeaf ? 0 : NodeKind.Question)
                | (node.Cells < 0 ? 0 : NodeKind.HasCells)
                | (node.IsMissingRight ? NodeKind.IsMissingRight : 0)));
            if (!node.IsLeaf)
            {
                WriteQuestion(target, node, tree.Sets);
            }

            if (node.Cells >= 0)
            {
                CellLeafFile.Write(target, tree.Leaves, node.Cells);
            }
        }
    }

    /// <summary>Reads the tree of the column at a place of the order.</summary>
    /// <exception cref="InvalidDataException">The content is not of this form.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    /// <exception cref="FormatException">A number has too many bytes.</exception>
    public ColumnTree Read(BinaryReader source, int place)
    {
        double above = source.ReadDouble();
        Expect(double.IsFinite(above) && above >= 0, $"a finite number of rows from above, at least 0, got {above}");
        int forecasts = source.Read7BitEncodedInt(), most = linear.ValuesAt(place);
        Expect(forecasts >= 0 && forecasts <= most, $"0 to {most} forecasts of column '{Name(place)}', got {forecasts}");
        ImmutableArray<LinearForecast> own = [.. Enumerable.Range(0, forecasts).Select(_ => ReadForecast(source, place))];
        var nodes = new List<TreeNode>();
        var sets = new List<ulong>();
        var leaves = new CellLeafFile(columns[order[place]]);
        var lefts = new Stack<(int Node, int Kept)>(); // questions whose left part is being read
        for (int kept = 0; ;)
        {
            var kind = (NodeKind)source.ReadByte();
            bool isQuestion = kind.HasFlag(NodeKind.Question), hasCells = kind.HasFlag(NodeKind.HasCells);
            Expect((byte)kind < 8 && (hasCells || (isQuestion && nodes.Count > 0)), "a distribution at the root and at each leaf");
            Expect(kept < ColumnTree.MostKept && lefts.Count <= ColumnTree.MostDepth, $"a tree of depth {ColumnTree.MostDepth} at most");
            TreeNode node = isQuestion ? ReadQuestion(source, place, sets, own.Length) : new(-1, 0, 0, false, 0, -1);
            nodes.Add(node with
            {
                IsMissingRight = kind.HasFlag(NodeKind.IsMissingRight),
                Cells = hasCells ? leaves.Read(source) : -1,
            });
            kept += hasCells ? 1 : 0;
            if (isQuestion)
            {
                lefts.Push((nodes.Count - 1, kept));
            }
            else if (lefts.TryPop(out (int Node, int Kept) question))
            {
                CollectionsMarshal.AsSpan(nodes)[question.Node] = nodes[question.Node] with { Right = nodes.Count };
                kept = question.Kept;
            }
            else
            {
                return new([.. nodes], [.. sets], own, leaves.Finish(), above);
            }
        }
    }

    /// <summary>Throws unless something holds.</summary>
    public static void Expect(bool holds, string expected)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Column trees: expected {expected}.");
        }
    }

    private void WriteQuestion(BinaryWriter target, TreeNode node, ImmutableArray<ulong> sets)
    {
        target.Write7BitEncodedInt(node.Input);
        if (!inputs.IsCell(node.Input))
        {
            target.Write(node.Threshold);
            return;
        }

        CellBins own = bins[node.Input - inputs.FirstCell];
        if (!own.IsCategory)
        {
            target.Write7BitEncodedInt(node.Cut);
            return;
        }

        ReadOnlySpan<ulong> set = sets.AsSpan(node.Cut * ColumnTree.SetWords, ColumnTree.SetWords);
        for (int at = 0; at < SetBytes(own); at++)
        {
            target.Write((byte)(set[at / 8] >> (8 * (at % 8))));
        }
    }

    private TreeNode ReadQuestion(BinaryReader source, int place, List<ulong> sets, int forecasts)
    {
        int input = source.Read7BitEncodedInt(), all = inputs.FirstForecast + forecasts;
        Expect(input >= 0 && input < all, $"questions for inputs from 0 to {all - 1} of column '{Name(place)}', got {input}");
        if (!inputs.IsCell(input))
        {
            float threshold = source.ReadSingle();
            Expect(float.IsFinite(threshold), $"finite thresholds, got {threshold}");
            return new(input, 0, threshold, false, 0, -1);
        }

        int column = input - inputs.FirstCell;
        bool isEarlier = order.AsSpan(0, place).Contains(column);
        Expect(isEarlier, $"questions of column '{Name(place)}' for columns before it, got '{columns[column].Name}'");
        CellBins own = bins[column];
        if (!own.IsCategory)
        {
            int cut = source.Read7BitEncodedInt();
            Expect(cut >= 0 && cut <= own.Cuts.Length, $"cuts from 0 to {own.Cuts.Length}, got {cut}");
            return new(input, cut, 0, false, 0, -1);
        }

        Span<ulong> set = stackalloc ulong[ColumnTree.SetWords];
        set.Clear();
        for (int at = 0; at < SetBytes(own); at++)
        {
            set[at / 8] |= (ulong)source.ReadByte() << (8 * (at % 8));
        }

        sets.AddRange(set);
        return new(input, (sets.Count / ColumnTree.SetWords) - 1, 0, false, 0, -1);
    }

    private LinearForecast ReadForecast(BinaryReader source, int place)
    {
        float constant = source.ReadSingle();
        int count = linear.Before(place);
        Expect(source.BaseStream.Length - source.BaseStream.Position >= (long)count * sizeof(float), $"{count} weights, got fewer");
        float[] weights = new float[count];
        source.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        Expect(float.IsFinite(constant) && weights.All(float.IsFinite), "finite weights, got one that is not");
        return new(constant, weights);
    }

    private static int SetBytes(CellBins own) => (own.Count + 7) / 8;

    private string Name(int place) => columns[order[place]].Name;
}
