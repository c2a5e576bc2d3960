using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>Pictures edited by an attribute, in a pipeline and step by step.</summary>
internal static class EditingAttributes
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        using BmVaeTransformer vae = ml.Transforms.BmVae(new BmVaeEstimator.Options
        {
            OutputColumnName = "Latent", InputColumnName = "Features", AttributeColumnNames = ["Label"], LatentSize = 8,
            Training = new() { Epochs = 30 }, Seed = 1,
        }).Fit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)));
        Picture[] pictures = [.. Picture.Draw(200, seed: 2).Where(picture => picture.Label == "left").Take(50)];
        IDataView images = ml.Data.LoadFromEnumerable(pictures);

        var pipeline = ml.Transforms.EditFeatures(vae.Model, [Given.Is("Label", "right")], "Edited", "Features", seed: 1);
        using FeatureEditingTransformer editor = pipeline.Fit(images);
        IDataView edited = editor.Transform(images);
        Console.WriteLine($"left pictures that show right afterwards: {Shown(edited, "Edited", "right"):F2}");

        var options = new FeatureEditingEstimator.Options { Set = [Given.Is("Label", "left")], Editing = new() { Closeness = 0.1 } };
        using FeatureEditingTransformer bold = ml.Transforms.EditFeatures(vae.Model, options).Fit(images);
        Console.WriteLine($"and that show left when asked to stay: {Shown(bold.Transform(images), "Features", "left"):F2}");

        // The way from a picture to its edit.
        EditedRows path = new Editor(vae.Model).Path(pictures[0].Features, [Given.Is("Label", "right")], points: 5, ids: [0]);
        string[] shown = [.. path.Features.Chunk(Picture.Pixels).Select(pixels => Picture.Shows(pixels, "right") ? "right" : "left")];
        Console.WriteLine($"from {shown[0]} to {shown[^1]}");

        // Output:
        // left pictures that show right afterwards: 1.00
        // and that show left when asked to stay: 1.00
        // from left to right
    }

    private static double Shown(IDataView rows, string column, string label) =>
        rows.GetColumn<float[]>(column).Average(pixels => Picture.Shows(pixels, label) ? 1 : 0);
}
