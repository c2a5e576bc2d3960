using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>A model of a file as a step of a pipeline: each row of labels gets generated features.</summary>
internal static class GenerationInAPipeline
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Train(ml, file);
            IDataView labels = ml.Data.LoadFromEnumerable(Picture.Draw(300, seed: 2).Select(row => new { row.Label }));

            BmVaeModel model = BmVaeModel.Load(file);
            var pipeline = ml.Transforms.GenerateFromPrior(model, "Features", "Label", GenerationMode.Conditional, seed: 1);
            using LatentGeneratorTransformer generator = pipeline.Fit(labels);
            IDataView generated = generator.Transform(labels);

            Picture[] rows = [.. ml.Data.CreateEnumerable<Picture>(generated, reuseRowObject: false)];
            Console.WriteLine(
                $"pictures for {rows.Length} labels, share that shows its label: {rows.Average(row => row.ShowsItsLabel ? 1 : 0):F2}");
        }
        finally
        {
            File.Delete(file);
        }

        // Output:
        // pictures for 300 labels, share that shows its label: 1.00
    }

    private static void Train(MLContext ml, string file)
    {
        using BmVaeTransformer vae = ml.Transforms
            .BmVae("Latent", "Features", latentSize: 8, numberOfEpochs: 30, labelColumnName: "Label", seed: 1)
            .Fit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)));
        vae.Model.Save(file);
    }
}
