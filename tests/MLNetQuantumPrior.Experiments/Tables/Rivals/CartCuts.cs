namespace MLNetQuantumPrior.Experiments;

/// <summary>A cut of a node's rows in two by one input.</summary>
/// <param name="Score">See <see cref="CartSplit"/>.</param>
/// <param name="Threshold">Numbers below it go left.</param>
/// <param name="GoesLeft">Of categories, which go left; null of numbers.</param>
internal sealed record CartCut(double Score, double Threshold, bool[]? GoesLeft)
{
    public bool IsLeft(double cell) => GoesLeft is { } categories ? categories[(int)cell] : cell < Threshold;
}

/// <summary>Finds the best cut of a node by one input.</summary>
/// <param name="split">Scores cuts.</param>
/// <param name="target">Numbers, or codes of classes.</param>
/// <param name="classes">How many classes; 0 for numbers.</param>
/// <param name="leastLeaf">Fewest rows of a part.</param>
internal sealed class CartCuts(CartSplit split, double[] target, int classes, int leastLeaf)
{
    /// <summary>
    /// Categories are ordered by the shares of at most so many classes. Of two classes, and of numbers, one order has the best cut.
    /// </summary>
    private const int MostOrders = 8;

    /// <summary>The best threshold of an input of numbers.</summary>
    public CartCut? OfNumbers(int[] rows, double[] cells)
    {
        (int[] ordered, double[] keys) = Ordered(rows, row => cells[row]);
        (double score, int left) = split.Best(ordered, keys, leastLeaf);
        return left == 0 ? null : new(score, Middle(keys[left - 1], keys[left]), null);
    }

    /// <summary>Categories ordered by the mean or by the share of a class; those that the node has none of go where most rows go.</summary>
    public CartCut? OfCategories(int[] rows, double[] cells, int categories)
    {
        double[] counts = new double[categories];
        double[,] sums = new double[categories, Math.Max(1, classes)];
        foreach (int row in rows)
        {
            int category = (int)cells[row];
            counts[category]++;
            sums[category, classes > 0 ? (int)target[row] : 0] += classes > 0 ? 1 : target[row];
        }

        if (counts.Count(count => count > 0) < 2)
        {
            return null;
        }

        CartCut? best = null;
        foreach (int order in Orders(rows))
        {
            double[] shares =
                [.. Enumerable.Range(0, categories).Select(category => sums[category, order] / Math.Max(1, counts[category]))];
            int[] ranked = [.. Enumerable.Range(0, categories).OrderBy(category => shares[category])];
            double[] places = new double[categories];
            for (int place = 0; place < categories; place++)
            {
                places[ranked[place]] = place;
            }

            (int[] ordered, double[] keys) = Ordered(rows, row => places[(int)cells[row]]);
            (double score, int left) = split.Best(ordered, keys, leastLeaf);
            if (left > 0 && score > (best?.Score ?? double.NegativeInfinity))
            {
                double last = keys[left - 1];
                best = new(score, 0, [.. places.Select((place, category) =>
                    counts[category] > 0 ? place <= last : left > rows.Length / 2)]);
            }
        }

        return best;
    }

    /// <summary>The classes that order categories: one of two, or the node's most frequent ones.</summary>
    private IEnumerable<int> Orders(int[] rows) => classes < 3 ? [0] : rows.CountBy(row => (int)target[row])
        .OrderByDescending(size => size.Value).ThenBy(size => size.Key).Take(MostOrders).Select(size => size.Key);

    private static (int[] Rows, double[] Keys) Ordered(int[] rows, Func<int, double> key)
    {
        (int[] ordered, double[] keys) = ((int[])rows.Clone(), Array.ConvertAll(rows, row => key(row)));
        Array.Sort(keys, ordered);
        return (ordered, keys);
    }

    /// <summary>Above the first and not above the second, whatever rounding does.</summary>
    private static double Middle(double first, double second)
    {
        double middle = first + ((second - first) / 2);
        return middle > first ? middle : second;
    }
}
