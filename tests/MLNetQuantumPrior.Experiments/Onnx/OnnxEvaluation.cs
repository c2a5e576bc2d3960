using System.Diagnostics;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Experiments;

/// <summary>What the generator file of models/mnist-digits.bmvae does in ONNX Runtime, on one thread.</summary>
internal static class OnnxEvaluation
{
    private const int Compared = 1000, Judged = 10_000, Timed = 100, Repeats = 20, Batch = 500;
    private const ulong Seed = 1;

    private static readonly string[] Ways = ["generator", "generator, accepted"];

    public static void Run(string folder)
    {
        BmVaeModel model = BmVaeModel.Load(Path.Combine(Checkout.Root, "models", "mnist-digits.bmvae"));
        Classifier judge = JudgeOfImages.OfMnist();
        var rows = new List<ResultRow>();
        foreach (OnnxPrecision precision in (OnnxPrecision[])[OnnxPrecision.Single, OnnxPrecision.Half])
        {
            foreach (string way in Ways)
            {
                string method = $"ONNX Runtime for .NET, {way}, {(precision == OnnxPrecision.Half ? "half" : "single")}";
                var options = new GenerationOptions { Acceptance = way != Ways[0], Seed = Seed };
                var twin = new PortableGenerator(model, options, precision);
                using var session = new GeneratorSession(twin);
                Add(method, "bytes", session.File.Length);
                Add(method, "bitsDiffering", Differing(twin, session));
                Add(method, "judge", Accuracy(judge, session));
                Add(method, "milliseconds100", Milliseconds(() => session.Run(Asked(0, Timed))));
                if (precision == OnnxPrecision.Single)
                {
                    Add($"twin in C#, {way}", "milliseconds100", Milliseconds(() => twin.Draw(Asked(0, Timed))));
                    Add($"twin in C#, {way}", "rowsPerSecond", RowsPerSecond(() => twin.Draw(Asked(0, Judged))));
                }

                if (way == Ways[0])
                {
                    MomentComparison moments = MomentComparison.Of(model, twin);
                    Add(method, "meanSpinErrors", moments.MeanSpins);
                    Add(method, "largestMeanSpinError", moments.LargestMeanSpin);
                    Add(method, "pairMomentErrors", moments.Pairs);
                }
            }
        }

        Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, "onnx.json"));

        void Add(string method, string metric, double value)
        {
            rows.Add(new("MNIST", method, metric, Seed, value));
            Console.WriteLine(FormattableString.Invariant($"{method}: {metric} {value:G6}"));
        }
    }

    /// <summary>Rows of all digits in turn, as trained.</summary>
    internal static PortableRow[] Asked(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(id => new PortableRow(id % LabeledImages.Classes, id, (long)Seed))];

    /// <summary>Bits that differ, and energies, in rows of all classes, several sweeps and temperatures.</summary>
    private static int Differing(PortableGenerator twin, GeneratorSession session)
    {
        PortableRow[] rows = [.. Asked(0, Compared).Select(row => row with { Sweeps = row.Id % 31, Beta = 0.7f + (row.Id % 7 * 0.1f) })];
        PortableDraws expected = twin.Draw(rows);
        SessionRows made = session.Run(rows);
        return expected.Bits.Zip(made.Bits).Concat(expected.Energies.Zip(made.Energies)).Count(pair => !pair.First.Equals(pair.Second));
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

    /// <summary>The best of several times: other programs only make it longer.</summary>
    private static double Milliseconds(Action action)
    {
        action();
        return Enumerable.Range(0, Repeats).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
    }

    private static double RowsPerSecond(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Judged / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
