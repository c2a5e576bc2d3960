using Microsoft.ML;

namespace MLNetQuantumPrior.Samples;

/// <summary>Latent bits as features of a stock trainer.</summary>
internal static class BmVaePipeline
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        var split = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)), testFraction: 0.2, seed: 1);

        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.BmVae("Latent", "Features", latentSize: 8, numberOfEpochs: 30, seed: 1))
            .AppendCacheCheckpoint(ml) // encode each row once, however often the trainer reads it
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));
        var model = pipeline.Fit(split.TrainSet);

        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        Console.WriteLine($"accuracy on 8 latent bits: {metrics.MicroAccuracy:F2}");

        // Output:
        // accuracy on 8 latent bits: 1.00
    }
}
