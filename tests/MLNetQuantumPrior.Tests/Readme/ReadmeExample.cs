using MLNetQuantumPrior.Evaluation;
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
        IDataView images = ml.Data.LoadFromEnumerable(Image.Blobs(count: 2000));
        var split = ml.Data.TrainTestSplit(images, testFraction: 0.2, seed: 1);

        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.BmVae("Latent", "Features", latentSize: 32, numberOfEpochs: 30, seed: 1))
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

/// <summary>An 8 x 8 image of a speckled blob in one of the four corners.</summary>
internal sealed class Image
{
    [VectorType(64)]
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";

    public static IEnumerable<Image> Blobs(int count)
    {
        var random = new Random(1);
        for (int k = 0; k < count; k++)
        {
            (bool right, bool bottom) = (random.Next(2) == 1, random.Next(2) == 1);
            double x = random.NextDouble() + (right ? 4.5 : 1.5), y = random.NextDouble() + (bottom ? 4.5 : 1.5);
            float Ink(int p) => random.NextDouble() < Math.Exp(-(Math.Pow((p % 8) - x, 2) + Math.Pow((p / 8) - y, 2)) / 3) ? 1 : 0;
            yield return new()
            {
                Features = [.. Enumerable.Range(0, 64).Select(Ink)],
                Label = $"{(bottom ? "bottom" : "top")} {(right ? "right" : "left")}",
            };
        }
    }
}
