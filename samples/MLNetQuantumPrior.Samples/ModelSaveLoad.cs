using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Samples;

/// <summary>An ML.NET model file: stock ML.NET reads it for its columns, and BmVae.Load gives back the whole model.</summary>
internal static class ModelSaveLoad
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Blob.Generate(500));
        ITransformer model = ml.Transforms.BmVae(Quick.Options).Fit(data);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            ml.Model.Save(model, data.Schema, file);

            ITransformer stock = ml.Model.Load(file, out _);
            Console.WriteLine($"same bits from ML.NET alone: {Bits(stock.Transform(data)).SequenceEqual(Bits(model.Transform(data)))}");

            using BmVaeTransformer loaded = BmVae.Load(file);
            using LatentGeneratorTransformer generator = loaded.Generator();
            Console.WriteLine($"generated rows of the loaded model: {generator.Generate(5).GetColumn<float[]>("Features").Count()}");
        }
        finally
        {
            File.Delete(file);
        }

        // Output:
        // same bits from ML.NET alone: True
        // generated rows of the loaded model: 5
    }

    private static IEnumerable<float> Bits(IDataView view) => view.GetColumn<float[]>("Latent").SelectMany(bits => bits);
}
