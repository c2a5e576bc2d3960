using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Samples;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>Files of a small model: pictures of 6 x 6 pixels, of classes "left" and "right".</summary>
[TestClass]
public static class ServedFiles
{
    private static readonly Lazy<DirectoryInfo> Made = new(Make);

    public static string Generator => Path.Combine(Made.Value.FullName, "small.generator.onnx");

    public static string Unconditional => Path.Combine(Made.Value.FullName, "unconditional.generator.onnx");

    public static string Autoencoder => Path.Combine(Made.Value.FullName, "small.autoencoder.onnx");

    [AssemblyCleanup]
    public static void Remove()
    {
        if (Made.IsValueCreated)
        {
            Made.Value.Delete(recursive: true);
        }
    }

    private static DirectoryInfo Make()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("served");
        var ml = new MLContext(seed: 1);
        using BmVaeTransformer vae = ml.Transforms.BmVae(new BmVaeEstimator.Options
        {
            LabelColumnName = "Label", LatentSize = 8, Training = new() { Epochs = 10 }, Seed = 1,
            Columns = new() { PValue = "PValue" },
        }).Fit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)));
        var options = new GenerationOptions { PoolSize = 64, Seed = 1 };
        vae.Model.SaveGeneratorOnnx(Path.Combine(folder.FullName, "small.generator.onnx"), options);
        vae.Model.SaveGeneratorOnnx(
            Path.Combine(folder.FullName, "unconditional.generator.onnx"), options with { Mode = GenerationMode.Unconditional });
        vae.Model.SaveAutoencoderOnnx(Path.Combine(folder.FullName, "small.autoencoder.onnx"));
        return folder;
    }
}
