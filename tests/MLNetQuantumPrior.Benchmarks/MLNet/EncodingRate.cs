using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Rows a second of <see cref="BmVaeTransformer"/> against the stock <see cref="OnnxTransformer"/> with its default options on the same
/// encoder and cached rows, one cursor each, by turns.
/// </summary>
internal static class EncodingRate
{
    private const int Rounds = 15;

    /// <param name="Reference">
    /// "ML.NET" where OnnxTransformer is the real one; "offline": the stand-in, and ratios count for nothing.
    /// </param>
    /// <param name="RowsPerSecond">Of BmVaeTransformer, wall clock.</param>
    /// <param name="StockRowsPerSecond">Of OnnxTransformer, wall clock.</param>
    /// <param name="Ratio">The first over the second, median over rounds.</param>
    /// <param name="RowsPerProcessorSecond">Of BmVaeTransformer.</param>
    /// <param name="StockRowsPerProcessorSecond">Of OnnxTransformer.</param>
    /// <param name="ProcessorRatio">The first over the second, median over rounds.</param>
    internal sealed record Row(
        string Reference,
        double RowsPerSecond,
        double StockRowsPerSecond,
        double Ratio,
        double RowsPerProcessorSecond,
        double StockRowsPerProcessorSecond,
        double ProcessorRatio);

    public static Row Measure(MLContext ml, BmVaeTransformer vae, IDataView rows, int count)
    {
        string file = Path.GetTempFileName();
        try
        {
            vae.Model.SaveEncoderOnnx(file);
            using OnnxTransformer stock = ml.Transforms.ApplyOnnxModel(["Bits"], ["Features"], file).Fit(rows);
            IDataView batched = vae.Transform(rows), single = stock.Transform(rows);
            CheckSame(batched, single);

            var ours = new PassTime[Rounds];
            var theirs = new PassTime[Rounds];
            for (int round = 0; round < Rounds; round++)
            {
                ours[round] = Settled(() => VectorColumn.Read(batched, "Latent"), passes: 8);
                theirs[round] = Settled(() => VectorColumn.Read(single, "Bits"), passes: 1);
            }

            double Rate(PassTime[] times, Func<PassTime, double> clock) => count / PassTime.Median(times.Select(clock));
            double Ratio(Func<PassTime, double> clock) => PassTime.Median(ours.Zip(theirs, (own, other) => clock(other) / clock(own)));
            bool isReal = typeof(OnnxTransformer).Assembly.GetName().GetPublicKeyToken() is { Length: > 0 };
            var row = new Row(
                isReal ? "ML.NET" : "offline",
                Rate(ours, time => time.Wall),
                Rate(theirs, time => time.Wall),
                Ratio(time => time.Wall),
                Rate(ours, time => time.Processor),
                Rate(theirs, time => time.Processor),
                Ratio(time => time.Processor));
            Console.WriteLine(FormattableString.Invariant(
                $"encoding: {row.RowsPerSecond:N0} rows/s, OnnxTransformer ({row.Reference}) {row.StockRowsPerSecond:N0}, ") +
                FormattableString.Invariant($"ratio {row.Ratio:F1}; a processor second {row.RowsPerProcessorSecond:N0} ") +
                FormattableString.Invariant($"and {row.StockRowsPerProcessorSecond:N0}, ratio {row.ProcessorRatio:F1}"));
            return row;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Time of a pass, mean of several, after one to warm up.</summary>
    private static PassTime Settled(Action pass, int passes)
    {
        AwaitRest();
        pass();
        PassTime all = PassTime.Of(() =>
        {
            for (int k = 0; k < passes; k++)
            {
                pass();
            }
        });
        return new(all.Wall / passes, all.Processor / passes);
    }

    /// <summary>Waits until the threads of OnnxTransformer, which spin on for a while after its last row, are at rest.</summary>
    private static void AwaitRest()
    {
        TimeSpan before;
        do
        {
            before = Environment.CpuUsage.TotalTime;
            Thread.Sleep(100);
        }
        while (Environment.CpuUsage.TotalTime - before > TimeSpan.FromMilliseconds(2));
    }

    private static void CheckSame(IDataView batched, IDataView single)
    {
        float[] expected = Values(single, "Bits"), got = Values(batched, "Latent");
        int different = expected.Zip(got).Count(pair => pair.First != pair.Second);
        if (got.Length != expected.Length || different > expected.Length / 10_000)
        {
            throw new InvalidOperationException(
                $"Encoding: expected the {expected.Length} bits of OnnxTransformer, got {got.Length} with {different} others.");
        }
    }

    private static float[] Values(IDataView view, string name)
    {
        var values = new List<float>();
        VectorColumn.Read(view, name, (_, row) => values.AddRange(row.DenseValues()));
        return [.. values];
    }
}
