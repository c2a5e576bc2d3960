using System.Diagnostics;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Generator files of models/mnist-digits.bmvae, on every runtime that is installed.</summary>
internal static class OnnxEvaluation
{
    private const int Judged = 10_000, Timed = 100, Times = 15, Batch = 500;
    private const ulong Seed = 1;

    public static async Task RunAsync(string output, CancellationToken cancel)
    {
        BmVaeModel model = BmVaeModel.Load(Path.Combine(Checkout.Root, "models", "mnist-digits.bmvae"));
        Classifier judge = JudgeOfImages.OfMnist();
        var rows = new List<ResultRow>(DecoderRows.Measure(model, judge, Seed));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("onnx-");
        try
        {
            string decoder = Path.Combine(folder.FullName, "decoder.onnx");
            model.SaveDecoderOnnx(decoder);
            foreach (bool acceptance in (bool[])[false, true])
            {
                foreach (OnnxPrecision precision in (OnnxPrecision[])[OnnxPrecision.Single, OnnxPrecision.Half])
                {
                    string set = $"{(acceptance ? "accepted digits" : "digits")} {precision.ToString().ToLowerInvariant()}";
                    var twin = new PortableGenerator(model, new() { Acceptance = acceptance, Seed = Seed }, precision);
                    string generator = Path.Combine(folder.FullName, $"{set}.onnx");
                    twin.SaveOnnx(generator);
                    rows.AddRange(Twin(set, twin, model, judge));
                    rows.AddRange(await RuntimeRows.MeasureAsync(set, generator, decoder, cancel));
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Results results = Results.Of("tests/MLNetQuantumPrior.Experiments", rows);
        results.Print();
        results.Write(Path.Combine(output, "onnx.json"));
    }

    /// <summary>Rows of all digits in turn, as trained.</summary>
    internal static PortableRow[] Asked(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(id => new PortableRow(id % LabeledImages.Classes, id, (long)Seed))];

    /// <summary>The file, what the judge says of its digits, and the same rows drawn in C#.</summary>
    private static IEnumerable<ResultRow> Twin(string set, PortableGenerator twin, BmVaeModel model, Classifier judge)
    {
        const string CSharp = "PortableGenerator";
        using (var session = new GeneratorSession(twin))
        {
            yield return new(set, RuntimeRows.DotNet, "bytes", Seed, session.File.Length);
            yield return new(set, RuntimeRows.DotNet, "judge", Seed, Accuracy(judge, session));
        }

        PortableRow[] hundred = Asked(0, Timed);
        twin.Draw(hundred);
        double[] times = [.. Enumerable.Range(0, Times).Select(_ => Milliseconds(twin, hundred)).Order()];
        yield return new(set, CSharp, "milliseconds100", Seed, times[Times / 2]);
        yield return new(set, CSharp, "rowsPerSecond", Seed, 1000 * Judged / Milliseconds(twin, Asked(0, Judged)));
        if (!set.StartsWith("accepted", StringComparison.Ordinal))
        {
            MomentComparison moments = MomentComparison.Of(model, twin);
            yield return new(set, CSharp, "meanSpinErrors", Seed, moments.MeanSpins);
            yield return new(set, CSharp, "largestMeanSpinError", Seed, moments.LargestMeanSpin);
            yield return new(set, CSharp, "pairMomentErrors", Seed, moments.Pairs);
        }
    }

    private static double Accuracy(Classifier judge, GeneratorSession session)
    {
        var pixels = new List<float>();
        for (int first = 0; first < Judged; first += Batch)
        {
            pixels.AddRange(session.Run(Asked(first, Batch)).Features);
        }

        int[] labels = [.. Enumerable.Range(0, Judged).Select(id => id % LabeledImages.Classes)];
        return judge.Accuracy(new(judge.Architecture.InputSize, [.. pixels]), labels);
    }

    private static double Milliseconds(PortableGenerator twin, PortableRow[] rows)
    {
        long started = Stopwatch.GetTimestamp();
        twin.Draw(rows);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
