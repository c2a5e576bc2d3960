using System.Runtime.InteropServices;

namespace MLNetQuantumPrior;

/// <summary>Grows the tree of one column.</summary>
/// <param name="search">Finds questions.</param>
/// <param name="pairs">Finds questions that gain nothing but by the next one.</param>
/// <param name="leaves">Learns distributions.</param>
/// <param name="options">When to stop.</param>
/// <param name="cancel">Ends the call.</param>
internal sealed class TreeGrower(SplitSearch search, PairSearch pairs, ILeafFit leaves, ColumnTreeOptions options, CancellationToken cancel)
{
    private readonly List<TreeNode> _nodes = [];
    private readonly List<ulong> _sets = [];
    private readonly List<int> _forecasts = []; // numbers of those that are asked for

    /// <summary>Grows it.</summary>
    /// <param name="rows">How many training rows there are.</param>
    /// <param name="inputs">How inputs are numbered.</param>
    /// <param name="forecasts">Forecasts that may be asked for; those that are remain.</param>
    public ColumnTree Grow(int rows, TreeInputs inputs, LinearForecast[] forecasts)
    {
        Add([.. Enumerable.Range(0, rows)], null, 0, inputs);
        return new(
            [.. _nodes],
            [.. _sets],
            [.. _forecasts.Select(number => forecasts[number])],
            leaves.Finish(),
            options.RowsFromAbove);
    }

    private void Add(Span<int> rows, int? rowsAbove, int depth, TreeInputs inputs)
    {
        cancel.ThrowIfCancellationRequested();
        Split? split = depth >= ColumnTree.MostDepth ? null : search.Best(rows, options.LeastGain) ?? pairs.First(rows);
        bool isKept = split is null || rowsAbove is not { } above || ColumnTree.IsKept(rows.Length, above);
        int cells = isKept ? leaves.Add(rows) : -1, at = _nodes.Count;
        if (split is null)
        {
            _nodes.Add(new(-1, 0, 0, false, 0, cells));
            return;
        }

        _nodes.Add(Question(split, inputs, cells));
        int left = split.Partition(rows);
        rowsAbove = isKept ? rows.Length : rowsAbove;
        Add(rows[..left], rowsAbove, depth + 1, inputs);
        CollectionsMarshal.AsSpan(_nodes)[at] = _nodes[at] with { Right = _nodes.Count };
        Add(rows[left..], rowsAbove, depth + 1, inputs);
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

        if (inputs.IsForecast(input))
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
}

/// <summary>Learns the distributions of a tree's nodes.</summary>
internal interface ILeafFit
{
    /// <summary>Learns one. Returns its number.</summary>
    int Add(ReadOnlySpan<int> rows);

    /// <summary>All of them.</summary>
    ICellLeaves Finish();
}
