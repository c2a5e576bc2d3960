using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>A folder of pictures and their attributes in CelebA's format, with moved and mirrored pictures in the training.</summary>
internal static class Faces
{
    private const int Side = 16;

    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        string folder = Path.Combine(AppContext.BaseDirectory, "Faces");
        IDataView faces = ml.Data.LoadImageAttributes(folder, ImagePartition.Training);
        Console.WriteLine($"{faces.GetRowCount()} faces to train on: {string.Join(", ", faces.Schema.Select(column => column.Name))}");
        Console.WriteLine($"{faces.GetColumn<bool>("Eyeglasses").Count(has => has)} of them wear glasses");

        IDataView pixels = ml.Transforms.LoadImages("Image", folder, "Path")
            .Append(ml.Transforms.ResizeImages("Image", Side, Side))
            .Append(ml.Transforms.ExtractPixels("Features", "Image"))
            .Fit(faces).Transform(faces);
        using BmVaeTransformer vae = ml.Transforms.BmVae(new BmVaeEstimator.Options
        {
            ImageShape = (Side, Side, 3), LatentSize = 8, Seed = 1,
            Training = new()
            {
                Steps = 100,
                Augmentation = new(Side, Side) { Channels = 3, FlipProbability = 0.5, MaxShift = 1, MaxRotation = 0, RepeatEdge = true },
            },
        }).Fit(pixels);
        using LatentGeneratorTransformer generator = vae.Generator(new() { Mode = GenerationMode.Unconditional, Seed = 1, PoolSize = 64 });
        float[][] generated = [.. generator.Generate(4).GetColumn<float[]>("Features")];
        Console.WriteLine($"{generated.Length} generated faces of {generated[0].Length} values within 0 to 255: "
            + $"{generated.All(face => face.All(value => value is >= 0 and <= 255))}");

        // Output:
        // 8 faces to train on: Path, Partition, Beard, Dark_Skin, Eyeglasses, Hat, Long_Hair, Smiling
        // 4 of them wear glasses
        // 4 generated faces of 768 values within 0 to 255: True
    }
}
