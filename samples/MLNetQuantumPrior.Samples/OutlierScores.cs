using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Samples;

/// <summary>How strange rows are: scores, and p-values from rows held out of the training.</summary>
internal static class OutlierScores
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        IDataView ordinary = ml.Data.LoadFromEnumerable(Blob.Generate(1000));
        var random = new Random(2);
        IDataView noise = ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 200).Select(_ => new Blob { Features = [.. Enumerable.Range(0, Blob.Pixels).Select(_ => (float)random.Next(2))] }));
        var columns = new BmVaeColumns { OutlierScore = "Score", PValue = "P" };

        using BmVaeTransformer vae = ml.Transforms.BmVae(Quick.Options with { LabelColumnName = null, Columns = columns }).Fit(ordinary);

        double Below(IDataView view) => vae.Transform(view).GetColumn<float[]>("P").Average(p => p[0] < 0.05 ? 1.0 : 0);
        Console.WriteLine($"new ordinary rows with p < .05 below 0.1: {Below(ml.Data.LoadFromEnumerable(Blob.Generate(1000, seed: 3))) < 0.1}");
        Console.WriteLine($"noise with p < .05 above 0.8: {Below(noise) > 0.8}");

        // Output:
        // new ordinary rows with p < .05 below 0.1: True
        // noise with p < .05 above 0.8: True
    }
}
