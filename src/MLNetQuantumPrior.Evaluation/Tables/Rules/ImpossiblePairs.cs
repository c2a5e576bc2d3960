namespace MLNetQuantumPrior.Evaluation;

/// <summary>
/// Pairs of values of two columns that never come together in the training rows although chance would bring them together at least
/// <see cref="Expected"/> times: what exact implications, such as "no internet, so no streaming", leave behind.
/// </summary>
internal sealed class ImpossiblePairs
{
    /// <summary>Independent values miss each other with a probability of e^-20 = 2e-9; tables have some 10,000 pairs of values.</summary>
    private const double Expected = 20;

    /// <summary>Distinct numbers up to which a column of numbers counts as one of categories.</summary>
    private const int MaxNumbers = 10;

    private const int MaxCells = 100_000;

    private readonly double[]?[] _values;
    private readonly List<(int First, int Second, bool[,] Never)> _pairs = [];

    public ImpossiblePairs(CodedTable train)
    {
        _values = [.. train.Columns.Select(Values)];
        int[][] codes = [.. Enumerable.Range(0, _values.Length).Select(c => Codes(train, c))];
        for (int first = 0; first < _values.Length; first++)
        {
            for (int second = first + 1; second < _values.Length; second++)
            {
                if (_values[first] is { } a && _values[second] is { } b && a.Length * (long)b.Length <= MaxCells &&
                    Never(codes[first], codes[second], a.Length, b.Length) is { } never)
                {
                    _pairs.Add((first, second, never));
                }
            }
        }
    }

    /// <summary>Marks rows that have such a pair, and returns the pairs with the number of rows of each, the most frequent first.</summary>
    public ImmutableArray<BrokenImplication> Find(CodedTable table, bool[] rows)
    {
        int[][] codes = [.. Enumerable.Range(0, _values.Length).Select(c => Codes(table, c))];
        var broken = new List<BrokenImplication>();
        foreach ((int first, int second, bool[,] never) in _pairs)
        {
            var counts = new Dictionary<(int, int), int>();
            for (int row = 0; row < table.Rows; row++)
            {
                (int a, int b) = (codes[first][row], codes[second][row]);
                if (a >= 0 && b >= 0 && never[a, b])
                {
                    rows[row] = true;
                    counts[(a, b)] = counts.GetValueOrDefault((a, b)) + 1;
                }
            }

            broken.AddRange(counts.Select(count => new BrokenImplication(
                Text(table, first, count.Key.Item1), Text(table, second, count.Key.Item2), count.Value)));
        }

        return [.. broken.OrderByDescending(pair => pair.Rows).ThenBy(pair => pair.First, StringComparer.Ordinal)
            .ThenBy(pair => pair.Second, StringComparer.Ordinal)];
    }

    /// <summary>Values that are looked at: all of few, else only whether a cell is missing; null where that says nothing.</summary>
    private static double[]? Values(CodedColumn column)
    {
        double[] values = [.. column.Cells.Distinct().Order()]; // NaN comes first
        return column.IsNumber && values.Length > MaxNumbers ? (double.IsNaN(values[0]) ? [double.NaN] : null)
            : values.Length > 1 ? values : null;
    }

    /// <summary>Position of each cell's value; of many numbers, 1 where one is there; -1 of what training rows do not have.</summary>
    private int[] Codes(CodedTable table, int column)
    {
        double[]? values = _values[column];
        return values is null ? []
            : values is [double.NaN] ? Array.ConvertAll(table.Columns[column].Cells, cell => double.IsNaN(cell) ? 0 : 1)
            : Array.ConvertAll(table.Columns[column].Cells, cell => Array.BinarySearch(values, cell) is >= 0 and var code ? code : -1);
    }

    private string Text(CodedTable table, int column, int code)
    {
        CodedColumn cells = table.Columns[column];
        return $"{cells.Name} = {(_values[column] is [double.NaN] && code == 1 ? "(a number)" : cells.Text(_values[column]![code]))}";
    }

    private static bool[,]? Never(int[] first, int[] second, int firstValues, int secondValues)
    {
        (firstValues, secondValues) = (Math.Max(2, firstValues), Math.Max(2, secondValues));
        int[,] both = new int[firstValues, secondValues];
        double[] firstCounts = new double[firstValues], secondCounts = new double[secondValues];
        for (int row = 0; row < first.Length; row++)
        {
            both[first[row], second[row]]++;
            firstCounts[first[row]]++;
            secondCounts[second[row]]++;
        }

        bool[,] never = new bool[firstValues, secondValues];
        bool any = false;
        for (int a = 0; a < firstValues; a++)
        {
            for (int b = 0; b < secondValues; b++)
            {
                never[a, b] = both[a, b] == 0 && firstCounts[a] * secondCounts[b] / first.Length >= Expected;
                any |= never[a, b];
            }
        }

        return any ? never : null;
    }
}
