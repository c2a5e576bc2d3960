using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Samples;

/// <summary>Rows led from one class to another.</summary>
internal static class Editing
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        using BmVaeTransformer vae = ml.Transforms
            .BmVae("Latent", "Features", latentSize: 8, numberOfEpochs: 30, labelColumnName: "Label", seed: 1)
            .Fit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)));
        BmVaeModel model = vae.Model;
        int left = model.ClassNames.IndexOf("left"), right = model.ClassNames.IndexOf("right");

        const int Rows = 50;
        float[] pixels = [.. Picture.Draw(200, seed: 2).Where(row => row.Label == "left").Take(Rows).SelectMany(row => row.Features)];

        // These classes are far apart: chains that start cold would stay where they are.
        var editor = new LatentEditor(model.Prior, model.Classes, new() { StartBeta = 0.1, Sweeps = 50, Strength = 2, Seed = 1 });
        SampleSet edited = editor.Edit(
            model.EncodeSpins(pixels),
            from: [.. Enumerable.Repeat(left, Rows)],
            to: [.. Enumerable.Repeat(right, Rows)],
            ids: [.. Enumerable.Range(0, Rows).Select(row => (ulong)row)]);

        double shown = model.Decode(edited.Spins).Chunk(Picture.Pixels).Average(picture => Picture.Shows(picture, "right") ? 1 : 0);
        Console.WriteLine($"left pictures that show right afterwards: {shown:F2}");

        // Output:
        // left pictures that show right afterwards: 1.00
    }
}
