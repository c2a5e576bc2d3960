using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>New rows of given classes, by proportions.</summary>
internal static class ConditionalGeneration
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView data = ml.Data.LoadFromEnumerable(Blob.Generate(1000));
        using BmVaeTransformer vae = ml.Transforms.BmVae(Quick.Options).Fit(data);

        using LatentGeneratorTransformer generator = vae.Generator(new() { Mode = GenerationMode.Conditional, Seed = 1 });
        IDataView keyed = generator.Generate(400, new Dictionary<string, double> { ["left"] = 0.25, ["right"] = 0.75 });
        IDataView rows = ml.Transforms.Conversion.MapKeyToValue("Label").Fit(keyed).Transform(keyed);

        string[] labels = [.. rows.GetColumn<ReadOnlyMemory<char>>("Label").Select(label => label.ToString())];
        float[][] pictures = [.. rows.GetColumn<float[]>("Features")];
        double right = Enumerable.Range(0, 400).Average(k => Blob.Shows(pictures[k], labels[k]) ? 1.0 : 0);
        Console.WriteLine($"left {labels.Count(label => label == "left")}, right {labels.Count(label => label == "right")}");
        Console.WriteLine($"rows that show their class above 0.9: {right > 0.9}");

        // Output:
        // left 100, right 300
        // rows that show their class above 0.9: True
    }
}
