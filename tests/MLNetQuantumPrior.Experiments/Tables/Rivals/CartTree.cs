namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// A regression or classification tree as rpart grows one with synthpop's settings: cuts by variance or Gini's index in nodes of at least
/// three times as many rows as a leaf must have, while one gains a 1e-8 of the root's impurity. Leaves keep their training rows.
/// </summary>
internal sealed class CartTree
{
    private const double LeastGain = 1e-8;

    private readonly double[][] _inputs;
    private readonly int[] _categories;
    private readonly int _leastLeaf;
    private readonly CartSplit _split;
    private readonly CartCuts _cuts;
    private readonly List<Node> _nodes = [];
    private readonly double _least;

    private sealed record Node(int[] Rows)
    {
        /// <summary>Null in a leaf.</summary>
        public CartCut? Cut { get; set; }

        public int Input { get; set; }

        public int Left { get; set; }

        public int Right { get; set; }
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="inputs">Cells of each input, none of them missing.</param>
    /// <param name="categories">Categories of each input; 0 of numbers.</param>
    /// <param name="target">What the tree is about: numbers, or codes of classes.</param>
    /// <param name="classes">How many classes; 0 for numbers.</param>
    /// <param name="rows">Rows to learn.</param>
    /// <param name="leastLeaf">Fewest rows of a leaf.</param>
    public CartTree(double[][] inputs, int[] categories, double[] target, int classes, int[] rows, int leastLeaf)
    {
        // Sums are of differences from the mean, so that large numbers lose no digits.
        double mean = classes > 0 || rows.Length == 0 ? 0 : rows.Average(row => target[row]);
        double[] centred = classes > 0 ? target : Array.ConvertAll(target, value => value - mean);
        (_inputs, _categories, _leastLeaf) = (inputs, categories, leastLeaf);
        _split = new(centred, classes);
        _cuts = new(_split, centred, classes, leastLeaf);
        _least = rows.Length == 0 ? 0 : LeastGain * _split.Impurity(rows);
        _nodes.Add(new(rows));
        for (int node = 0; node < _nodes.Count; node++)
        {
            Grow(_nodes[node]);
        }
    }

    /// <summary>The training rows of the leaf that inputs lead to.</summary>
    public int[] Leaf(ReadOnlySpan<double> inputs)
    {
        Node node = _nodes[0];
        while (node.Cut is { } cut)
        {
            node = _nodes[cut.IsLeft(inputs[node.Input]) ? node.Left : node.Right];
        }

        return node.Rows;
    }

    private void Grow(Node node)
    {
        if (node.Rows.Length < 3 * _leastLeaf)
        {
            return;
        }

        double least = _split.Whole(node.Rows) + Math.Max(_least, 1e-12);
        (CartCut? best, int bestInput) = (null, -1);
        for (int input = 0; input < _inputs.Length; input++)
        {
            CartCut? cut = _categories[input] == 0
                ? _cuts.OfNumbers(node.Rows, _inputs[input])
                : _cuts.OfCategories(node.Rows, _inputs[input], _categories[input]);
            (best, bestInput) = cut is not null && cut.Score > (best?.Score ?? least) ? (cut, input) : (best, bestInput);
        }

        if (best is not null)
        {
            ILookup<bool, int> sides = node.Rows.ToLookup(row => best.IsLeft(_inputs[bestInput][row]));
            (node.Input, node.Cut) = (bestInput, best);
            (node.Left, node.Right) = (_nodes.Count, _nodes.Count + 1);
            _nodes.Add(new([.. sides[true]]));
            _nodes.Add(new([.. sides[false]]));
        }
    }
}
