using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>How strange rows are: scores, p-values from rows held out of the training, and what makes a row strange.</summary>
internal static class OutlierScores
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView train = ml.Data.LoadFromEnumerable(Picture.Draw(1000));
        IDataView ordinary = ml.Data.LoadFromEnumerable(Picture.Draw(1000, seed: 2));
        var random = new Random(3);
        IDataView noise = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 1000).Select(
            _ => new Picture { Features = [.. Enumerable.Range(0, Picture.Pixels).Select(_ => (float)random.Next(2))] }));

        var options = new BmVaeEstimator.Options
        {
            LatentSize = 8, Training = new() { Epochs = 30 }, Seed = 1,
            Columns = new() { OutlierScore = "Score", PValue = "PValue" },
        };
        using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(train);

        double Strange(IDataView rows) => vae.Transform(rows).GetColumn<float>("PValue").Average(p => p <= 0.05f ? 1 : 0);
        Console.WriteLine($"p-value of at most .05: {Strange(ordinary):F2} of ordinary pictures, {Strange(noise):F2} of noise");

        Picture picture = Picture.Draw(1, seed: 4)[0];
        float[] damaged = [.. picture.Features];
        damaged[7] = 20; // pixels are 0 or 1

        OutlierExplanation why = vae.Explain(damaged);
        SlotShare strangest = why.Slots[0];
        Console.WriteLine(
            $"strangest: pixel {strangest.Slot} is {strangest.Value}, {strangest.Nats:F0} of {why.Slots.Sum(slot => slot.Nats):F0} nats");
        Console.WriteLine($"the closest ordinary picture shows {picture.Label}: {Picture.Shows([.. why.Ordinary], picture.Label)}");

        // Output:
        // p-value of at most .05: 0.04 of ordinary pictures, 1.00 of noise
        // strangest: pixel 7 is 20, 2168 of 2185 nats
        // the closest ordinary picture shows right: True
    }
}
