using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>What decoders of lower precision gain and cost, on accepted digits, in ONNX Runtime for .NET on one thread.</summary>
internal static class DecoderRows
{
    private const string Set = "decoder of accepted digits";
    private const int Digits = 10_000;
    private const double Seconds = 1;

    private static readonly int[] Batches = [1, 64, 1024];

    public static IEnumerable<ResultRow> Measure(BmVaeModel model, Classifier judge, ulong seed)
    {
        var accepted = new PortableGenerator(model, new() { Acceptance = true, Seed = seed });
        float[] bits = [.. accepted.Draw(OnnxEvaluation.Asked(0, Digits)).Bits];
        int[] labels = [.. Enumerable.Range(0, Digits).Select(id => id % LabeledImages.Classes)];
        float[] exact = [];
        foreach (OnnxPrecision precision in Enum.GetValues<OnnxPrecision>())
        {
            using var file = new MemoryStream();
            model.SaveDecoderOnnx(file, precision);
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
            using var session = new InferenceSession(file.ToArray(), options);
            float[] pixels = Decode(session, bits, Digits);
            exact = precision == OnnxPrecision.Single ? pixels : exact;
            double[] errors = [.. pixels.Zip(exact, (pixel, right) => (double)Math.Abs(pixel - right))];
            yield return Row("bytes", file.Length);
            yield return Row("largestError", errors.Max());
            yield return Row("meanError", errors.Average());
            yield return Row("judge", judge.Accuracy(new(judge.Architecture.InputSize, pixels), labels));
            foreach (int batch in Batches)
            {
                yield return Row($"rowsPerSecond{batch}", RowsPerSecond(session, bits[..(batch * model.Architecture.LatentSize)], batch));
            }

            ResultRow Row(string metric, double value) => new(Set, $"{precision}", metric, seed, value);
        }
    }

    private static float[] Decode(InferenceSession session, float[] bits, int rows)
    {
        using var outputs = session.Run(
            [NamedOnnxValue.CreateFromTensor("Bits", new DenseTensor<float>(bits, [rows, bits.Length / rows]))]);
        return outputs[0].AsTensor<float>().ToArray();
    }

    private static double RowsPerSecond(InferenceSession session, float[] bits, int rows)
    {
        long started = Stopwatch.GetTimestamp(), runs = 0;
        do
        {
            Decode(session, bits, rows);
            runs++;
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < Seconds);

        return rows * runs / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
