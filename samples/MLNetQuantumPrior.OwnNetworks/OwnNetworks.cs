using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Torch;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetQuantumPrior.Samples;

/// <summary>An ML.NET pipeline whose encoder is a TorchSharp module of our own: training, use, generation, files.</summary>
internal static class OwnNetworks
{
    private const int Pixels = 64, Latents = 32;

    /// <param name="output">Where to report.</param>
    /// <param name="folder">Where to write own-networks.bmvae and decoder.onnx.</param>
    public static void Run(TextWriter output, string folder)
    {
        TorchSharpEngine engine = TorchSharpEngine.FromModules(
            encoder: () => new ResidualEncoder(),
            decoder: () => Sequential(Linear(Latents, 128), ReLU(), Linear(128, Pixels))) with
        {
            MaxDegreeOfParallelism = 1, // networks as small as these gain nothing from more
        };

        var ml = new MLContext(seed: 1);
        var split = ml.Data.TrainTestSplit(ml.Data.LoadFromEnumerable(Blob.Draw(count: 2000)), testFraction: 0.2, seed: 1);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.Transforms.BmVae(new BmVaeEstimator.Options
            {
                LabelColumnName = "Label",
                LatentSize = Latents,
                Engine = engine,
                Training = new() { Epochs = 40, LearningRate = 1e-3 },
                ClassFit = new() { Steps = 500, Chains = 256 },
                Seed = 1,
            }))
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));

        var model = pipeline.Fit(split.TrainSet);
        double accuracy = ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet)).MicroAccuracy;
        output.WriteLine($"accuracy on {Latents} latent bits: {accuracy:P1}");

        using BmVaeTransformer vae = model.OfType<BmVaeTransformer>().Single();
        using LatentGeneratorTransformer generator = vae.Generator(new() { Mode = GenerationMode.Conditional, Seed = 1 });
        GeneratedBlob[] generated = [.. ml.Data.CreateEnumerable<GeneratedBlob>(generator.Generate(200), reuseRowObject: false)];
        double right = generated.Average(row => Blob.IsAbove(row.Features) == (row.Label == 1) ? 1.0 : 0.0);
        output.WriteLine($"generated blobs where they were asked for: {right:P1} of {generated.Length}");

        // Weights are saved whatever the networks are. To read them needs the engine, which knows how to make the modules.
        string file = Path.Combine(folder, "own-networks.bmvae");
        vae.Model.Save(file);
        BmVaeModel again = engine.LoadModel(file);
        output.WriteLine($"saved and loaded: {again.Parameters.SequenceEqual(vae.Model.Parameters)}");

        // The decoder is made of known layers, so it becomes ONNX; the encoder's forward pass is code.
        vae.Model.SaveDecoderOnnx(Path.Combine(folder, "decoder.onnx"));
        try
        {
            vae.Model.SaveEncoderOnnx(Path.Combine(folder, "encoder.onnx"));
        }
        catch (NotSupportedException error)
        {
            output.WriteLine($"no encoder.onnx: {error.Message}");
        }
    }

    /// <summary>y = W2 (x1 + f(x1)) + b2 with x1 = relu(W1 x + b1): what no chain of layers is.</summary>
    private sealed class ResidualEncoder : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> _first = Sequential(Linear(Pixels, 128), ReLU());
        private readonly Module<Tensor, Tensor> _block = Sequential(Linear(128, 128), ReLU(), Linear(128, 128));
        private readonly Module<Tensor, Tensor> _last = Linear(128, Latents);

        public ResidualEncoder()
            : base(nameof(ResidualEncoder)) => RegisterComponents(); // last, when all fields are set

        public override Tensor forward(Tensor input)
        {
            using Tensor first = _first.call(input), change = _block.call(first), sum = first + change;
            return _last.call(sum);
        }
    }
}
