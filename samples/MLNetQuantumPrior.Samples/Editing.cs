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
        using BmVaeTransformer vae = ml.Transforms.BmVae(Quick.Options).Fit(ml.Data.LoadFromEnumerable(Blob.Generate(1000)));
        BmVaeModel model = vae.Model;
        Blob[] rows = [.. Blob.Generate(200, seed: 2).Where(row => row.Label == "left").Take(50)];
        int left = model.ClassNames.IndexOf("left"), right = model.ClassNames.IndexOf("right");

        SpinMatrix codes = model.EncodeSpins(rows.SelectMany(row => row.Features).ToArray());
        // These classes are far apart: chains that start cold would stay where they are.
        var editor = new LatentEditor(model.Prior, model.Classes, new() { StartBeta = 0.1, Sweeps = 50, Strength = 2, Seed = 1 });
        SampleSet edited = editor.Edit(
            codes, [.. Enumerable.Repeat(left, 50)], [.. Enumerable.Repeat(right, 50)], [.. Enumerable.Range(0, 50).Select(id => (ulong)id)]);

        float[] pictures = model.Decode(edited.Spins);
        double shown = Enumerable.Range(0, 50).Average(k => Blob.Shows(pictures.AsSpan(k * Blob.Pixels, Blob.Pixels), "right") ? 1.0 : 0);
        Console.WriteLine($"left rows that show right afterwards above 0.8: {shown > 0.8}");

        // Output:
        // left rows that show right afterwards above 0.8: True
    }
}
