namespace MLNetQuantumPrior;

/// <summary>Finds numbers that follow from other numbers, first from one, then from two and from three.</summary>
internal sealed class NumberFunctions(TableCells table, ImmutableArray<ColumnProfile> profiles, FunctionSet functions)
{
    /// <summary>Columns beyond which three sources take too long to try.</summary>
    private const int MostForThree = 60;

    /// <summary>Sums of two columns that are tried as factors.</summary>
    private const int MostSums = 40;

    private readonly NumberColumn[] _columns =
    [
        .. Enumerable.Range(0, profiles.Length)
            .Where(column => profiles[column].Numbers is { Least: var least, Most: var most } && least < most)
            .Select(column => NumberColumn.Of(column, table.Columns[column], profiles[column])),
    ];

    /// <summary>Finds them.</summary>
    public void Find()
    {
        for (int sources = 1; sources <= 3; sources++)
        {
            NumberColumn[] columns = [.. _columns.Where(column => !functions.Has(column.Column))];
            if (columns.Length <= sources || (sources == 3 && columns.Length > MostForThree))
            {
                break;
            }

            List<FunctionCandidate> found = sources == 1 ? OfOne(columns) : Linear(columns, sources);
            Products(columns, sources, found);
            foreach (FunctionCandidate candidate in FunctionCandidate.Sort(found))
            {
                functions.Add(candidate.Function);
            }
        }
    }

    private List<FunctionCandidate> OfOne(NumberColumn[] columns)
    {
        List<FunctionCandidate> found = [];
        foreach (NumberColumn column in columns.Where(column => functions.MayBeComputed(column.Column)))
        {
            foreach (NumberColumn source in columns.Where(source => source != column && MayFollow(column, source)))
            {
                Add(found, LinearSearch.Try(column, [source], table, profiles));
            }
        }

        return found;
    }

    /// <summary>A quick look at a few rows: with a weight from two of them, does the third come out?</summary>
    private bool MayFollow(NumberColumn column, NumberColumn source)
    {
        Span<int> rows = stackalloc int[64];
        int count = 0;
        (int low, int high) = (-1, -1);
        for (int k = 0; k < rows.Length; k++)
        {
            int row = (int)((long)k * table.Rows / rows.Length);
            double from = source.Cells[row];
            if (double.IsNaN(from) != double.IsNaN(column.Cells[row]))
            {
                return false;
            }

            if (!double.IsNaN(from))
            {
                rows[count++] = row;
                low = low < 0 || from < source.Cells[low] ? row : low;
                high = high < 0 || from > source.Cells[high] ? row : high;
            }
        }

        if (count < 3 || source.Cells[low] == source.Cells[high])
        {
            return true;
        }

        double weight = (column.Cells[high] - column.Cells[low]) / (source.Cells[high] - source.Cells[low]);
        double scale = Math.Abs(column.Mean) + column.Deviation + (Math.Abs(weight) * (Math.Abs(source.Mean) + source.Deviation));
        double tolerance = (2 * column.Unit) + (20 * Math.Max(column.Precision, source.Precision) * scale);
        foreach (int row in rows[..count])
        {
            double expected = column.Cells[low] + (weight * (source.Cells[row] - source.Cells[low]));
            if (!(Math.Abs(column.Cells[row] - expected) <= tolerance))
            {
                return false;
            }
        }

        return true;
    }

    private List<FunctionCandidate> Linear(NumberColumn[] columns, int sources)
    {
        CompleteRows complete = CompleteRows.Of([.. columns.Select(column => column.Cells)], table.Rows);
        NumberColumn[] kept = [.. complete.Columns.Select(place => columns[place])];
        double[] moments = LeastSquares.Moments([.. kept.Select(column => column.Cells)], complete.Rows);
        double[] weights = new double[sources];
        List<FunctionCandidate> found = [];
        for (int target = 0; target < kept.Length; target++)
        {
            NumberColumn column = kept[target];
            if (!functions.MayBeComputed(column.Column) || !LinearSearch.IsPossible(column, sources))
            {
                continue;
            }

            double most = LinearSearch.MostRest(column) * complete.Rows.Length;
            foreach (int[] subset in Subsets.Of(kept.Length, sources, target))
            {
                if (LeastSquares.Solve(moments, kept.Length, subset, target, weights, []) <= most)
                {
                    Add(found, LinearSearch.Try(column, [.. subset.Select(place => kept[place])], table, profiles));
                }
            }
        }

        return found;
    }

    private void Products(NumberColumn[] columns, int sources, List<FunctionCandidate> found)
    {
        CompleteRows complete = CompleteRows.Of([.. columns.Select(column => Logarithms(column.Cells))], table.Rows);
        NumberColumn[] kept = [.. complete.Columns.Select(place => columns[place])];
        (int First, int Second)[] sums = sources == 3 ? Sums(kept, complete.Rows) : [];
        double[][] logarithms =
        [
            .. kept.Select(column => Logarithms(column.Cells)),
            .. sums.Select(sum => Logarithms([.. kept[sum.First].Cells.Zip(kept[sum.Second].Cells, (a, b) => a + b)])),
        ];
        double[] moments = LeastSquares.Moments(logarithms, complete.Rows);
        double[] weights = new double[sources];
        for (int target = 0; target < kept.Length; target++)
        {
            if (!functions.MayBeComputed(kept[target].Column) || !LinearSearch.IsPossible(kept[target], sources))
            {
                continue;
            }

            foreach (int[] subset in Subsets.Of(kept.Length, sources, target))
            {
                Look(target, subset);
            }

            for (int sum = 0; sum < sums.Length; sum++)
            {
                for (int other = 0; other < kept.Length; other++)
                {
                    if (other != target && !IsIn(sums[sum], other) && !IsIn(sums[sum], target))
                    {
                        Look(target, [other, kept.Length + sum]);
                    }
                }
            }
        }

        void Look(int target, int[] places)
        {
            double all = moments[(target * logarithms.Length) + target];
            double rest = LeastSquares.Solve(moments, logarithms.Length, places, target, weights, []);
            if (rest <= ProductSearch.MostRest * all && ProductSearch.Exponents(weights.AsSpan(0, places.Length)) is { } exponents)
            {
                ImmutableArray<PowerFactor> factors = [.. places.Select((place, k) => new PowerFactor(ColumnsOf(place), exponents[k]))];
                Add(found, ProductSearch.Try(kept[target], factors, ColumnOf, table, profiles));
            }
        }

        ImmutableArray<int> ColumnsOf(int place) => place < kept.Length
            ? [kept[place].Column]
            : [kept[sums[place - kept.Length].First].Column, kept[sums[place - kept.Length].Second].Column];
    }

    private NumberColumn ColumnOf(int column) => _columns.First(one => one.Column == column);

    /// <summary>Pairs of columns that could be two measures of one kind: positive, of a size, and going together.</summary>
    private static (int First, int Second)[] Sums(NumberColumn[] columns, int[] rows)
    {
        double[] moments = LeastSquares.Moments([.. columns.Select(column => column.Cells)], rows);
        List<(int First, int Second, double Correlation)> pairs = [];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = i + 1; j < columns.Length; j++)
            {
                double ratio = columns[i].Mean / columns[j].Mean;
                double spread = Math.Sqrt(moments[(i * columns.Length) + i] * moments[(j * columns.Length) + j]);
                double correlation = moments[(i * columns.Length) + j] / spread;
                if (ratio > 0.2 && ratio < 5 && columns[i].Mean > 0 && correlation > 0.5)
                {
                    pairs.Add((i, j, correlation));
                }
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Correlation).Take(MostSums).Select(pair => (pair.First, pair.Second))];
    }

    private static double[] Logarithms(double[] cells) => [.. cells.Select(cell => Math.Log(Math.Abs(cell)))];

    private static bool IsIn((int First, int Second) sum, int place) => sum.First == place || sum.Second == place;

    private static void Add(List<FunctionCandidate> found, FunctionCandidate? candidate)
    {
        if (candidate is { } one)
        {
            found.Add(one);
        }
    }
}
