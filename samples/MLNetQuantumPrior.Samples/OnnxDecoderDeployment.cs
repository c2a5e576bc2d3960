using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Samples;

/// <summary>The decoder as an ONNX file, run by ML.NET's own OnnxTransformer.</summary>
internal static class OnnxDecoderDeployment
{
    public static void Run()
    {
        var ml = new MLContext(seed: 1);
        using BmVaeTransformer vae = ml.Transforms.BmVae("Latent", "Features", latentSize: 8, numberOfEpochs: 10, seed: 1)
            .Fit(ml.Data.LoadFromEnumerable(Picture.Draw(1000)));
        SampleSet samples = new BlockGibbsSampler { Sweeps = 200 }.Sample(vae.Model.Prior, new SampleRequest(Reads: 10, Seed: 1));
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            vae.Model.SaveDecoderOnnx(file);

            IDataView codes = ml.Data.LoadFromEnumerable(Enumerable.Range(0, samples.Spins.Rows).Select(
                row => new Code { Bits = [.. samples.Spins[row].ToArray().Select(spin => spin > 0 ? 1f : 0f)] }));
            IDataView decoded = ml.Transforms.ApplyOnnxModel(["Features"], ["Bits"], file).Fit(codes).Transform(codes);

            float[] pixels = [.. decoded.GetColumn<float[]>("Features").SelectMany(row => row)];
            double difference = pixels.Zip(vae.Model.Decode(samples.Spins)).Max(pair => Math.Abs(pair.First - pair.Second));
            Console.WriteLine($"{pixels.Length / Picture.Pixels} pictures, the model's own within 1e-5: {difference < 1e-5}");
        }
        finally
        {
            File.Delete(file);
        }

        // Output:
        // 10 pictures, the model's own within 1e-5: True
    }

    private sealed class Code
    {
        [VectorType(8)]
        public float[] Bits { get; set; } = [];
    }
}
