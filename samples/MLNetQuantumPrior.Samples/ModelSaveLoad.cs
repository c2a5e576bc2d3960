using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Samples;

/// <summary>An ML.NET model file: ML.NET alone reads it for its columns, and LoadBmVae restores the whole model.</summary>
internal static class ModelSaveLoad
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Picture.Draw(500));
        ITransformer model = ml.Transforms.BmVae("Latent", "Features", latentSize: 8, numberOfEpochs: 10, seed: 1).Fit(data);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            ml.Model.SaveBmVae(model, data.Schema, file);

            ITransformer stock = ml.Model.Load(file, out _); // needs no MLNetQuantumPrior
            Console.WriteLine($"same bits from ML.NET alone: {Bits(stock.Transform(data)).SequenceEqual(Bits(model.Transform(data)))}");

            using BmVaeTransformer loaded = ml.Model.LoadBmVae(file);
            using LatentGeneratorTransformer generator = loaded.Generator();
            Console.WriteLine($"rows that the loaded model generates: {generator.Generate(5).GetColumn<float[]>("Features").Count()}");

            ITransformer whole = ml.Model.LoadBmVae(file, out DataViewSchema? schema);
            Console.WriteLine($"whole model: {whole.GetType().Name} for rows with {schema!["Features"]}");

            ITransformer restored = ml.Model.RestoreBmVae(stock);
            Console.WriteLine($"restored from what ML.NET loaded: {restored.GetType().Name}");
        }
        finally
        {
            File.Delete(file);
        }

        // Output:
        // same bits from ML.NET alone: True
        // rows that the loaded model generates: 5
        // whole model: BmVaeTransformer for rows with Features: Vector<Single, 36>
        // restored from what ML.NET loaded: BmVaeTransformer
    }

    private static IEnumerable<float> Bits(IDataView view) => view.GetColumn<float[]>("Latent").SelectMany(bits => bits);
}
