using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>Sampler and decoder as one ONNX file, and the same rows in C#.</summary>
internal static class OnnxGeneration
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        using BmVaeTransformer vae = ml.Transforms
            .BmVae("Latent", "Features", latentSize: 8, labelColumnName: "Label", numberOfEpochs: 10, seed: 1)
            .Fit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)));
        BmVaeModel model = vae.Model;
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.SaveGeneratorOnnx(file);

            // Any runtime: one row of each class in turn, twenty Gibbs sweeps from a stored draw, as trained.
            const int Rows = 100;
            long[] ids = [.. Enumerable.Range(0, Rows).Select(id => (long)id)];
            using var session = new InferenceSession(file);
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> made = session.Run(
            [
                Input("Class", [.. ids.Select(id => (float)(id % 2))]), Input("Id", ids), Input("Seed", new long[Rows]),
                Input("Sweeps", Enumerable.Repeat(20L, Rows).ToArray()), Input("Beta", Enumerable.Repeat(1f, Rows).ToArray()),
            ]);
            float[] pixels = [.. made.Single(output => output.Name == "Features").AsEnumerable<float>()];
            double asAsked = pixels.Chunk(Picture.Pixels).Index()
                .Count(row => Picture.Shows(row.Item, model.ClassNames[row.Index % 2])) / (double)Rows;

            // The same rows in C#.
            PortableGenerator generator = PortableGenerator.Load(file);
            PortableDraws draws = generator.Draw([.. ids.Select(id => new PortableRow(Class: id % 2, Id: id))]);
            float[] features = new float[draws.Rows * model.Architecture.InputSize];
            model.Decode(draws.Bits.AsSpan(), features);

            bool areSame = draws.Bits.SequenceEqual(made.Single(output => output.Name == "Bits").AsEnumerable<float>());
            Console.WriteLine($"classes {string.Join(", ", generator.ClassNames)}, pictures that show theirs: {asAsked:F2}");
            Console.WriteLine($"the bits of C# and ONNX Runtime are the same: {areSame}");
        }
        finally
        {
            File.Delete(file);
        }

        // Output:
        // classes left, right, pictures that show theirs: 1.00
        // the bits of C# and ONNX Runtime are the same: True
    }

    private static NamedOnnxValue Input<T>(string name, T[] values) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values, [values.Length, 1]));
}
