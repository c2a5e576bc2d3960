using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

internal sealed partial class ColumnTrees
{
    /// <summary>Learns the trees.</summary>
    /// <param name="train">The training rows.</param>
    /// <param name="columns">Profiles of all columns.</param>
    /// <param name="modelled">Numbers of the columns to draw, in the order in which they are drawn.</param>
    /// <param name="bits">Bits of the training rows, drawn from the encoder's posterior. <c>[rows, latents]</c></param>
    /// <param name="decoded">The decoder's output for them; empty where it is not used. <c>[rows, slots]</c></param>
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
        var inputs = new TreeInputs(bits.Length / train.Rows, columns.Count, options.UsesDecoded ? decoded.Length / train.Rows : 0);
        var linear = new LinearInputs(inputs.Latents, profiles, order);
        float[] rows = LinearRows(train, linear, bits);
        LinearForecasts? forecasts = options.UsesForecasts ? LinearForecasts.Fit(linear, rows, options.Ridge) : null;
        float[]?[] expected = forecasts?.OfTraining(rows) ?? new float[]?[linear.Count];
        ImmutableArray<CellBins> bins = [.. profiles.Select(column => new CellBins(column))];
        BinnedInput[] ofBits = [.. Enumerable.Range(0, inputs.Latents).Select(bit => BinnedInput.OfBits(bit, bits, inputs.Latents))];
        BinnedInput[] ofCells = [.. order.Select(
            column => BinnedInput.OfCells(inputs.FirstCell + column, bins[column], train.Columns[column]))];
        BinnedInput[] ofSlots = [.. Enumerable.Range(0, inputs.Slots).Select(slot => BinnedInput.OfValues(
            inputs.FirstSlot + slot, [.. Enumerable.Range(0, train.Rows).Select(row => decoded[(row * inputs.Slots) + slot])]))];
        var trees = new ColumnTree[order.Length];
        Parallel.For(
            firstDrawn,
            order.Length,
            new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancel },
            place =>
            {
                int first = linear.Before(place), values = forecasts is null ? 0 : linear.ValuesAt(place);
                IEnumerable<BinnedInput> ofForecasts = Enumerable.Range(0, values)
                    .Select(value => BinnedInput.OfValues(inputs.FirstForecast + value, expected[first + value]!));
                BinnedInput[] asked = [.. ofForecasts, .. ofCells[..place], .. ofBits, .. ofSlots];
                trees[place] = Grower(train.Columns[order[place]], profiles[order[place]], asked, options, cancel).Grow(
                    [.. Enumerable.Range(0, train.Rows)],
                    inputs,
                    value => Forecast(forecasts!, first + value, first));
            });
        return new(profiles, order, inputs, [.. trees[firstDrawn..]]);
    }

    private static LinearForecast Forecast(LinearForecasts forecasts, int input, int before)
    {
        (float[] weights, float constant) = forecasts.Weights(input, before);
        return new(constant, weights);
    }

    private static TreeGrower Grower(
        double[] cells, ColumnProfile column, BinnedInput[] asked, ColumnTreeOptions options, CancellationToken cancel)
    {
        if (column.Numbers is { } numbers)
        {
            float[] scores = Array.ConvertAll(cells, cell => double.IsNaN(cell) ? float.NaN : Score(numbers.Middle(cell)));
            ISplitTarget number = options.NumberRule == 2 ? new RankTarget(scores, 8) : new NumberTarget(scores, options.NumberRule == 1);
            return new(
                new(number, asked, options.LeastRows),
                new NumberLeavesFit(cells, numbers, options.RowsPerStep),
                options,
                cancel);
        }

        int[] codes = Array.ConvertAll(cells, cell => double.IsNaN(cell) ? column.Categories : (int)cell);
        return new(
            new(new CategoryTarget(codes, column.Categories + 1), asked, options.LeastRows),
            new CategoryLeafFit(codes, column.Categories),
            options,
            cancel);
    }

    private static float Score(double rank) => (float)NormalQuantile.Of(Math.Clamp(rank, 1e-4, 1 - 1e-4));

    private static float[] LinearRows(TableCells train, LinearInputs linear, float[] bits)
    {
        float[] rows = new float[train.Rows * linear.Count];
        double[] cells = new double[train.Columns.Length];
        for (int row = 0; row < train.Rows; row++)
        {
            train.CopyRow(row, cells);
            linear.Encode(
                bits.AsSpan(row * linear.Latents, linear.Latents), cells, linear.Places, rows.AsSpan(row * linear.Count, linear.Count));
        }

        return rows;
    }
}
