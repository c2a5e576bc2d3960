namespace MLNetQuantumPrior;

internal sealed partial class ColumnTrees
{
    /// <summary>Learns the trees.</summary>
    /// <param name="train">The training rows, at least one.</param>
    /// <param name="columns">Profiles of all columns.</param>
    /// <param name="modelled">Numbers of the columns to draw, in the order in which they are drawn.</param>
    /// <param name="bits">Bits of the training rows, drawn from the encoder's posterior. <c>[rows, latents]</c></param>
    /// <param name="decoded">
    /// What the decoder makes of them, which trees ask for instead of bits; empty where there is none. <c>[rows, slots]</c>
    /// </param>
    /// <param name="options">How trees grow.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <param name="firstDrawn">Place in the order of the first column that gets a tree; those before it are only asked for.</param>
    public static ColumnTrees Fit(
        TableCells train,
        IReadOnlyList<ColumnProfile> columns,
        IReadOnlyList<int> modelled,
        float[] bits,
        float[] decoded,
        ColumnTreeOptions options,
        CancellationToken cancel = default,
        int firstDrawn = 0)
    {
        ImmutableArray<int> order = [.. modelled];
        ImmutableArray<ColumnProfile> profiles = [.. columns];
        bool readsDecoder = decoded.Length > 0;
        float[] given = readsDecoder ? decoded : bits;
        var inputs = new TreeInputs(given.Length / train.Rows, profiles.Length);
        var linear = new LinearInputs(profiles, order);
        float[] rows = LinearRows(train, linear);
        RidgeRegression regression = RidgeRegression.Fit(rows, train.Rows, options.Ridge);
        BinnedInput[] ofGiven = [.. Enumerable.Range(0, inputs.Given).Select(input => BinnedInput.OfValues(
            input, [.. Enumerable.Range(0, train.Rows).Select(row => given[(row * inputs.Given) + input])]))];
        BinnedInput[] ofCells = [.. order.Select(column => BinnedInput.OfCells(
            inputs.FirstCell + column, new CellBins(profiles[column]), train.Columns[column]))];
        var trees = new ColumnTree[order.Length];
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancel };
        Parallel.For(firstDrawn, order.Length, threads, place =>
        {
            int first = linear.Before(place);
            LinearForecast[] forecasts = [.. Enumerable.Range(first, linear.ValuesAt(place))
                .Select(input => regression.Of(input, first))];
            IEnumerable<BinnedInput> ofForecasts = forecasts.Select((forecast, number) => BinnedInput.OfValues(
                inputs.FirstForecast + number,
                [.. Enumerable.Range(0, train.Rows).Select(row => forecast.Of(rows.AsSpan(row * linear.Count, first)))]));
            BinnedInput[] asked = [.. ofForecasts, .. ofCells[..place], .. ofGiven];
            trees[place] = Grower(train.Columns[order[place]], profiles[order[place]], asked, ofCells[..place], options, cancel)
                .Grow(train.Rows, inputs, forecasts);
        });
        return new(profiles, order, inputs, readsDecoder, [.. trees[firstDrawn..]]);
    }

    private static TreeGrower Grower(
        double[] cells,
        ColumnProfile column,
        BinnedInput[] asked,
        BinnedInput[] earlier,
        ColumnTreeOptions options,
        CancellationToken cancel)
    {
        if (column.Numbers is { } numbers)
        {
            float[] scores = Array.ConvertAll(cells, cell => double.IsNaN(cell) ? float.NaN : LinearInputs.Score(numbers, cell));
            var number = new NumberTarget(scores);
            return new(
                new(number, asked, options.LeastRows),
                new(number, earlier, options),
                new NumberLeavesFit(cells, numbers, options.RowsPerStep),
                options,
                cancel);
        }

        int[] codes = Array.ConvertAll(cells, cell => double.IsNaN(cell) ? column.Categories : (int)cell);
        var category = new CategoryTarget(codes, column.Categories + 1);
        return new(
            new(category, asked, options.LeastRows),
            new(category, earlier, options),
            new CategoryLeafFit(codes, column.Categories),
            options,
            cancel);
    }

    private static float[] LinearRows(TableCells train, LinearInputs linear)
    {
        float[] rows = new float[train.Rows * linear.Count];
        double[] cells = new double[train.Columns.Length];
        for (int row = 0; row < train.Rows; row++)
        {
            train.CopyRow(row, cells);
            linear.Encode(cells, linear.Places, rows.AsSpan(row * linear.Count, linear.Count));
        }

        return rows;
    }
}
