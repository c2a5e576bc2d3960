using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace ReadmeExample;

/// <summary>The README's first program. What stands between the two marks stands in the README too.</summary>
internal static class Program
{
    public static void Run()
    {
        // readme begins
        var ml = new MLContext(seed: 1);
        IDataView images = ml.Data.LoadFromEnumerable(Image.Stripes(count: 2000));
        var split = ml.Data.TrainTestSplit(images, testFraction: 0.2, seed: 1);

        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.BmVae("Latent", "Features", latentSize: 32, seed: 1))
            .AppendCacheCheckpoint(ml) // encode each row once, however often the trainer reads it
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));

        var model = pipeline.Fit(split.TrainSet);
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        Console.WriteLine($"accuracy on 32 latent bits: {metrics.MicroAccuracy:P1}");

        BmVaeModel vae = model.OfType<BmVaeTransformer>().Single().Model;
        var request = new SampleRequest(Reads: 16, Seed: 1);
        SampleSet samples = new BlockGibbsSampler { Sweeps = 1000 }.Sample(vae.Prior, request);
        File.WriteAllBytes("samples.png", ImageGrid.ToPng(vae.Decode(samples.Spins), 8, 8, columns: 4, zoom: 4));
        // readme ends
    }
}

/// <summary>An 8 x 8 image of random horizontal or vertical stripes, one pixel in twenty flipped.</summary>
internal sealed class Image
{
    [VectorType(64)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";

    public static IEnumerable<Image> Stripes(int count)
    {
        var random = new Random(1);
        for (int k = 0; k < count; k++)
        {
            bool horizontal = random.Next(2) == 0;
            bool[] lit = [.. Enumerable.Range(0, 8).Select(_ => random.Next(2) == 0)];
            float[] pixels = [.. Enumerable.Range(0, 64).Select(p => lit[horizontal ? p / 8 : p % 8] ^ random.Next(20) == 0 ? 1f : 0f)];
            yield return new() { Features = pixels, Label = horizontal ? "horizontal" : "vertical" };
        }
    }
}
