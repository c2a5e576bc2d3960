using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Rows a second of the ML.NET components: encoding against the stock OnnxTransformer on the same network, by turns in the same run; generation
/// in each mode; and the live heap while a fit streams rows.
/// </summary>
internal static class MLNetBenchmark
{
    private const int Size = 784, Rows = 4000, GeneratedRows = 4000, Rounds = 7, BufferRows = 4000;

    /// <param name="Reference">"ML.NET" where OnnxTransformer is the real one; "offline": the stand-in, and <see cref="Ratio"/> counts for nothing.</param>
    /// <param name="RowsPerSecond">Of BmVaeTransformer, wall clock.</param>
    /// <param name="StockRowsPerSecond">Of OnnxTransformer, wall clock.</param>
    /// <param name="Ratio">The first over the second, median over rounds.</param>
    /// <param name="ProcessorRatio">The same by processor time, over all threads.</param>
    private sealed record Encoding(string Reference, double RowsPerSecond, double StockRowsPerSecond, double Ratio, double ProcessorRatio);

    private sealed record Generation(string Mode, double RowsPerSecond);

    private readonly record struct Elapsed(double Wall, double Processor);

    /// <param name="BufferRows">Rows of the shuffle buffer.</param>
    /// <param name="Rows">Rows of the view.</param>
    /// <param name="PeakHeapBytes">Most bytes alive on the managed heap, after a full collection, while rows were read.</param>
    /// <param name="BytesOfAllRows">What the features take in memory.</param>
    private sealed record Streaming(int BufferRows, int Rows, long PeakHeapBytes, long BytesOfAllRows);

    private sealed record Results(Encoding Encoding, Generation[] Generation, Streaming[] Streaming);

    public static void Run(string folder)
    {
        var ml = new MLContext(seed: 1);
        Streaming[] streaming = [.. new[] { 2, 10 }.Select(factor => Stream(ml, factor * BufferRows))];
        IDataView rows = ml.Data.Cache(new GeneratedView(Rows, Size));
        var options = new BmVaeEstimator.Options { LabelColumnName = "Label", Training = new() { Epochs = 1 }, ClassFit = new() { Steps = 50 }, Seed = 1 };
        using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(rows);
        var results = new Results(Encode(ml, vae, rows), [.. Enum.GetValues<GenerationMode>().Select(mode => Generate(vae, mode))], streaming);
        ResultFile.Write(folder, "mlnet.json", results);
    }

    private static Encoding Encode(MLContext ml, BmVaeTransformer vae, IDataView rows)
    {
        string file = Path.GetTempFileName();
        try
        {
            vae.Model.SaveEncoderOnnx(file);
            using OnnxTransformer stock = ml.Transforms.ApplyOnnxModel(["Bits"], ["Features"], file).Fit(rows);
            IDataView batched = vae.Transform(rows), single = stock.Transform(rows);
            float[] expected = Read(single, "Bits"), got = Read(batched, "Latent");
            int different = expected.Zip(got).Count(pair => pair.First != pair.Second);
            if (different > expected.Length / 10_000)
            {
                throw new InvalidOperationException($"Encoding: expected the bits of OnnxTransformer, got {different} others of {expected.Length}.");
            }

            var ours = new Elapsed[Rounds];
            var theirs = new Elapsed[Rounds];
            for (int round = -1; round < Rounds; round++) // one to warm up
            {
                Elapsed first = Time(() => Read(batched, "Latent")), second = Time(() => Read(single, "Bits"));
                if (round >= 0)
                {
                    (ours[round], theirs[round]) = (first, second);
                }
            }

            bool isReal = typeof(OnnxTransformer).Assembly.GetName().GetPublicKeyToken() is { Length: > 0 };
            var encoding = new Encoding(
                isReal ? "ML.NET" : "offline",
                Rows / MedianOf(ours.Select(time => time.Wall)),
                Rows / MedianOf(theirs.Select(time => time.Wall)),
                MedianOf(ours.Zip(theirs, (own, other) => other.Wall / own.Wall)),
                MedianOf(ours.Zip(theirs, (own, other) => other.Processor / own.Processor)));
            Console.WriteLine(FormattableString.Invariant(
                $"encoding: {encoding.RowsPerSecond:N0} rows/s, OnnxTransformer ({encoding.Reference}) {encoding.StockRowsPerSecond:N0}, ") +
                FormattableString.Invariant($"ratio {encoding.Ratio:F1} by wall clock, {encoding.ProcessorRatio:F1} by processor time"));
            return encoding;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Generation Generate(BmVaeTransformer vae, GenerationMode mode)
    {
        using LatentGeneratorTransformer generator = vae.Generator(new() { Mode = mode });
        double[] seconds = [.. Enumerable.Range(0, 3).Select(_ => Time(() => Read(generator.Generate(GeneratedRows), "Features")).Wall).Order()];
        var generation = new Generation($"{mode}", GeneratedRows / seconds[1]);
        Console.WriteLine(FormattableString.Invariant($"generation, {mode}: {generation.RowsPerSecond:N0} rows/s"));
        return generation;
    }

    private static Streaming Stream(MLContext ml, int rows)
    {
        var view = new GeneratedView(rows, Size);
        var options = new BmVaeEstimator.Options
        {
            HiddenSizes = [32], LatentSize = 32, LabelColumnName = "Label", ShuffleBufferRows = BufferRows, Seed = 1,
            Training = new() { Epochs = 1 }, ClassFit = new() { Steps = 10, Classifier = null },
        };
        ml.Transforms.BmVae(options).Fit(view).Dispose();
        var streaming = new Streaming(BufferRows, rows, view.PeakBytes, (long)rows * Size * sizeof(float));
        Console.WriteLine(FormattableString.Invariant(
            $"streaming: {rows} rows, {streaming.BytesOfAllRows / 1e6:F1} MB, through a buffer of {BufferRows}: heap at most {streaming.PeakHeapBytes / 1e6:F1} MB"));
        return streaming;
    }

    private static float[] Read(IDataView view, string name)
    {
        DataViewSchema.Column column = view.Schema[name];
        int size = ((VectorDataViewType)column.Type).Size;
        var values = new List<float>();
        float[] row = new float[size];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            buffer.CopyTo(row);
            values.AddRange(row);
        }

        return [.. values];
    }

    private static Elapsed Time(Action call)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        call();
        return new(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static double MedianOf(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
