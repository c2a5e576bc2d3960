using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>New rows of given classes, by proportions.</summary>
internal static class ConditionalGeneration
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView pictures = ml.Data.LoadFromEnumerable(Picture.Draw(1000));
        using BmVaeTransformer vae = ml.Transforms.BmVae(
            "Latent", "Features", latentSize: 8, numberOfEpochs: 30, labelColumnName: "Label", seed: 1).Fit(pictures);

        using LatentGeneratorTransformer generator = vae.Generator(new() { Mode = GenerationMode.Conditional, Seed = 1 });
        IDataView rows = generator.Generate(400, new Dictionary<string, double> { ["left"] = 0.25, ["right"] = 0.75 });

        // Generated labels are of the type of the training data's: here, text.
        Picture[] generated = [.. ml.Data.CreateEnumerable<Picture>(rows, reuseRowObject: false)];
        Console.WriteLine($"left: {generated.Count(row => row.Label == "left")}, right: {generated.Count(row => row.Label == "right")}");
        Console.WriteLine($"share that shows its label: {generated.Average(row => row.ShowsItsLabel ? 1 : 0):F2}");

        // Output:
        // left: 100, right: 300
        // share that shows its label: 0.99
    }
}
