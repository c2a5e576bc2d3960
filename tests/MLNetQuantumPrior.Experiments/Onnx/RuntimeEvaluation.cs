using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The generator of digits, with and without acceptance, on every runtime that is installed.</summary>
internal static class RuntimeEvaluation
{
    /// <summary>Makes the generators of models/mnist-digits.bmvae, and writes runtimes.json.</summary>
    public static async Task RunAsync(string output, CancellationToken cancel)
    {
        BmVaeModel model = BmVaeModel.Load(Path.Combine(Checkout.Root, "models", "mnist-digits.bmvae"));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("runtimes-");
        try
        {
            string decoder = Path.Combine(folder.FullName, "decoder.onnx");
            model.SaveDecoderOnnx(decoder);
            var rows = new List<ResultRow>();
            foreach ((string set, bool acceptance) in ((string, bool)[])[("digits", false), ("accepted digits", true)])
            {
                string generator = Path.Combine(folder.FullName, $"{set}.onnx");
                model.SaveGeneratorOnnx(
                    generator,
                    new() { Mode = GenerationMode.Conditional, Acceptance = acceptance, PoolSize = 512, Seed = 1 },
                    OnnxPrecision.Half);
                rows.AddRange(await RuntimeRows.MeasureAsync(set, generator, decoder, cancel));
            }

            Results results = Results.Of("tests/MLNetQuantumPrior.Experiments", rows);
            results.Print();
            results.Write(Path.Combine(output, "runtimes.json"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
