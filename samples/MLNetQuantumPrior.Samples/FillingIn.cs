using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>Parts of pictures that are not known, filled in by what is known of each.</summary>
internal static class FillingIn
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        using BmVaeTransformer vae = ml.Transforms.BmVae("Latent", "Features", latentSize: 8, numberOfEpochs: 30, seed: 1)
            .Fit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)));
        BmVaeModel model = vae.Model;
        Picture[] pictures = Picture.Draw(100, seed: 2);
        IDataView images = ml.Data.LoadFromEnumerable(pictures);

        // The lower half of each picture is removed.
        ImmutableArray<bool> known = ImageSlots.Outside((6, 6, 1), left: 0, top: 3, width: 6, height: 3);
        using FeatureFillingTransformer filler = ml.Transforms.FillFeatures(model, "Filled", "Features", known, seed: 1).Fit(images);
        IDataView filled = filler.Transform(images);

        float[][] rows = [.. filled.GetColumn<float[]>("Filled")];
        double kept = rows.Zip(pictures, (row, picture) => row[..18].SequenceEqual(picture.Features[..18]) ? 1 : 0).Average();
        Console.WriteLine($"upper halves as they were: {kept:F2}, pictures that show their label: {Shown(rows, pictures):F2}");

        var options = new FeatureFillingEstimator.Options { OutputColumnName = "Whole", Known = known, Filling = new() { Chains = 32 } };
        using FeatureFillingTransformer whole = ml.Transforms.FillFeatures(model, options).Fit(images);
        Console.WriteLine($"with more chains: {Shown([.. whole.Transform(images).GetColumn<float[]>("Whole")], pictures):F2}");

        // Output:
        // upper halves as they were: 1.00, pictures that show their label: 1.00
        // with more chains: 1.00
    }

    private static double Shown(float[][] rows, Picture[] pictures) =>
        rows.Zip(pictures, (row, picture) => Picture.Shows(row, picture.Label) ? 1 : 0).Average();
}
