using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Samples;

/// <summary>Encoder, reconstruction and outlier scores in one ONNX file, with weights of half precision.</summary>
internal static class OnnxScoring
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        var options = new BmVaeEstimator.Options
        {
            LatentSize = 8, Training = new() { Epochs = 10 }, Seed = 1, Columns = new() { PValue = "PValue" },
        };
        using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)));
        Picture[] pictures = Picture.Draw(20, seed: 2);
        pictures[3].Features[7] = 20; // pixels are 0 or 1
        pictures[4].Features[7] = float.NaN;
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            vae.Model.SaveAutoencoderOnnx(file, precision: OnnxPrecision.Half);

            IDataView rows = ml.Data.LoadFromEnumerable(pictures);
            IDataView scored = ml.Transforms.ApplyOnnxModel(["Reconstruction", "PValue"], ["Features"], file).Fit(rows).Transform(rows);
            float[] p = [.. scored.GetColumn<float[]>("PValue").Select(value => value[0])];

            Console.WriteLine($"the picture with a pixel of 20 is the strangest: {p[3] == p.Where(float.IsFinite).Min()}");
            Console.WriteLine($"p-value of a picture with a missing pixel: {p[4]}");
        }
        finally
        {
            File.Delete(file);
        }

        // Output:
        // the picture with a pixel of 20 is the strangest: True
        // p-value of a picture with a missing pixel: NaN
    }
}
