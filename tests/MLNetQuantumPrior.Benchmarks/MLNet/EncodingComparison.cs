using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// Rows per second of <see cref="BmVaeTransformer"/> and of ML.NET's own <see cref="OnnxTransformer"/> with its default options, on the
/// same encoder and cached rows, one cursor each, by turns.
/// </summary>
internal static class EncodingComparison
{
    private const int Rounds = 15;

    public static IReadOnlyList<ResultRow> Measure()
    {
        var ml = new MLContext(seed: 1);
        IDataView rows = BandModel.Data(ml);
        using BmVaeTransformer vae = BandModel.Fit(ml, rows);
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

            return [.. Rows("Transform", ours, theirs), .. Rows("OnnxTransformer", theirs, theirs)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A transformer's rates, and their ratio to those of OnnxTransformer: medians over rounds.</summary>
    private static IEnumerable<ResultRow> Rows(string method, PassTime[] own, PassTime[] stock)
    {
        return
        [
            Row("rows_per_second_wall", own.Select(time => BandModel.Rows / time.Wall)),
            Row("rows_per_processor_second", own.Select(time => BandModel.Rows / time.Processor)),
            Row("speed_ratio_to_onnxtransformer_wall", own.Zip(stock, (ours, theirs) => theirs.Wall / ours.Wall)),
            Row("speed_ratio_to_onnxtransformer_processor", own.Zip(stock, (ours, theirs) => theirs.Processor / ours.Processor)),
        ];

        ResultRow Row(string metric, IEnumerable<double> values) =>
            new("encoding", method, metric, Seed: 1, values.Order().ElementAt(Rounds / 2));
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
