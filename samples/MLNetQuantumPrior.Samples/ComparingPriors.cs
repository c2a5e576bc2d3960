using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>How well models with different priors expect rows that they have not seen.</summary>
internal static class ComparingPriors
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView train = ml.Data.LoadFromEnumerable(Picture.Draw(1000)), test = ml.Data.LoadFromEnumerable(Picture.Draw(500, seed: 2));

        foreach (PriorKind prior in (PriorKind[])[PriorKind.Boltzmann, PriorKind.Bernoulli, PriorKind.Gaussian])
        {
            var options = new BmVaeEstimator.Options
            {
                Prior = prior, LatentSize = 8, Training = new() { Epochs = 30, KlWeight = 1 }, Seed = 1,
            };
            using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(train);
            BmVaeMetrics metrics = vae.Evaluate(test, new() { ImportanceSamples = 100 });
            Console.WriteLine($"{prior}: log p(x) at least {metrics.ImportanceWeightedBound:F1} nats per row");
        }

        // Half the pictures are lit on the left, and each pixel is flipped with probability .1: nobody can expect them better.
        double best = Math.Log(0.5) + (Picture.Pixels * ((0.1 * Math.Log(0.1)) + (0.9 * Math.Log(0.9))));
        Console.WriteLine($"the distribution that drew them: {best:F1}");

        // Output:
        // Boltzmann: log p(x) at least -12.6 nats per row
        // Bernoulli: log p(x) at least -13.1 nats per row
        // Gaussian: log p(x) at least -13.1 nats per row
        // the distribution that drew them: -12.4
    }
}
