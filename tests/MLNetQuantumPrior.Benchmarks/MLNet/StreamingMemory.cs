using Microsoft.ML;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>The live heap while a fit streams 2 and 10 times more rows than its shuffle buffer holds.</summary>
internal static class StreamingMemory
{
    private const int Size = 784, BufferRows = 4000;

    /// <param name="BufferRows">Rows of the shuffle buffer.</param>
    /// <param name="Rows">Rows of the view.</param>
    /// <param name="PeakHeapBytes">Most bytes alive on the managed heap, after a full collection, while rows were read.</param>
    /// <param name="BytesOfAllRows">What the features take in memory.</param>
    internal sealed record Row(int BufferRows, int Rows, long PeakHeapBytes, long BytesOfAllRows);

    public static IReadOnlyList<Row> Measure(MLContext ml) => [.. new[] { 2, 10 }.Select(factor => Stream(ml, factor * BufferRows))];

    private static Row Stream(MLContext ml, int rows)
    {
        var view = new GeneratedView(rows, Size);
        var options = new BmVaeEstimator.Options
        {
            HiddenSizes = [32], LatentSize = 32, LabelColumnName = "Label", ShuffleBufferRows = BufferRows, Seed = 1,
            Training = new() { Epochs = 1 }, ClassFit = new() { Steps = 10, Classifier = null },
        };
        ml.Transforms.BmVae(options).Fit(view).Dispose();
        var row = new Row(BufferRows, rows, view.PeakBytes, (long)rows * Size * sizeof(float));
        Console.WriteLine(FormattableString.Invariant(
            $"streaming: {rows} rows, {row.BytesOfAllRows / 1e6:F1} MB, through a buffer of {BufferRows}: ") +
            FormattableString.Invariant($"heap at most {row.PeakHeapBytes / 1e6:F1} MB"));
        return row;
    }
}
