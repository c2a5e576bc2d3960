using System.Runtime.InteropServices;

namespace MLNetQuantumPrior;

/// <summary>Grows the tree of one column.</summary>
/// <param name="search">Finds questions.</param>
/// <param name="leaves">Learns distributions.</param>
/// <param name="options">When to stop.</param>
/// <param name="cancel">Ends the call.</param>
internal sealed class TreeGrower(SplitSearch search, ILeafFit leaves, ColumnTreeOptions options, CancellationToken cancel)
{
    private const int MostDepth = 60;

    private readonly List<TreeNode> _nodes = [];
    private readonly List<ulong> _sets = [];
    private readonly List<int> _forecasts = []; // inputs that are asked for, by their new number

    /// <summary>Grows it.</summary>
    /// <param name="rows">Numbers of all training rows.</param>
    /// <param name="inputs">How inputs are numbered; forecasts that nothing asks for get no number.</param>
    /// <param name="forecast">Makes a forecast of its input.</param>
    public ColumnTree Grow(int[] rows, TreeInputs inputs, Func<int, LinearForecast> forecast)
    {
        Add(rows, int.MaxValue, 0, inputs);
        return new(
            [.. _nodes], [.. _sets], [.. _forecasts.Select(forecast)], leaves.Finish(), options.RowsFromAbove);
    }

    private void Add(Span<int> rows, int rowsAbove, int depth, TreeInputs inputs)
    {
        cancel.ThrowIfCancellationRequested();
        Split? split = depth < MostDepth ? search.Best(rows, options.LeastGain) : null;
        bool isKept = split is null || rowsAbove == int.MaxValue || ColumnTree.IsKept(rows.Length, rowsAbove);
        int cells = isKept ? leaves.Add(rows) : -1, at = _nodes.Count;
        if (split is null)
        {
            _nodes.Add(new(-1, 0, 0, false, 0, cells));
            return;
        }

        _nodes.Add(Question(split, inputs, cells));
        int left = Partition(rows, split), above = isKept ? rows.Length : rowsAbove;
        Add(rows[..left], above, depth + 1, inputs);
        CollectionsMarshal.AsSpan(_nodes)[at] = _nodes[at] with { Right = _nodes.Count };
        Add(rows[left..], above, depth + 1, inputs);
    }

    private TreeNode Question(Split split, TreeInputs inputs, int cells)
    {
        int input = split.Input.Input, cut = split.Cut;
        if (split.Right is { } right)
        {
            cut = _sets.Count / ColumnTree.SetWords;
            for (int word = 0; word < ColumnTree.SetWords; word++)
            {
                ulong bits = 0;
                for (int bit = 0; bit < 64; bit++)
                {
                    bits |= right[(word * 64) + bit] ? 1UL << bit : 0;
                }

                _sets.Add(bits);
            }
        }

        if (inputs.KindOf(input) == InputKind.Forecast)
        {
            int own = _forecasts.IndexOf(input - inputs.FirstForecast);
            if (own < 0)
            {
                own = _forecasts.Count;
                _forecasts.Add(input - inputs.FirstForecast);
            }

            input = inputs.FirstForecast + own;
        }

        return new(input, cut, split.Input.Cuts?[split.Cut] ?? 0, split.IsMissingRight, 0, cells);
    }

    /// <summary>Puts the rows that go left in front, in their order. Returns how many they are.</summary>
    private static int Partition(Span<int> rows, Split split)
    {
        int[] right = new int[rows.Length];
        int left = 0, others = 0;
        foreach (int row in rows)
        {
            if (split.IsRight(row))
            {
                right[others++] = row;
            }
            else
            {
                rows[left++] = row;
            }
        }

        right.AsSpan(0, others).CopyTo(rows[left..]);
        return left;
    }
}

/// <summary>Learns the distributions of a tree's nodes.</summary>
internal interface ILeafFit
{
    /// <summary>Learns one. Returns its number.</summary>
    int Add(ReadOnlySpan<int> rows);

    /// <summary>All of them.</summary>
    ICellLeaves Finish();
}
