using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A model of images as the demo trains it, with the ONNX files of encoder, decoder and generator.</summary>
internal static class ShippedImages
{
    private const int Seed = 1, Epochs = 24, Latents = 256, JudgedRows = 10_000, StoredDraws = 512;
    private const int QuickImages = 3000, QuickRows = 500;
    private const long MostBytes = 4_000_000;

    /// <param name="name">mnist or fashion-mnist.</param>
    /// <param name="data">Folder with the four files.</param>
    /// <param name="folder">Folder to write to.</param>
    /// <param name="isQuick">Whether the figures mean nothing.</param>
    /// <param name="cancel">Ends the training.</param>
    public static ShippedModel Make(string name, string data, string folder, bool isQuick, CancellationToken cancel)
    {
        int most = isQuick ? QuickImages : int.MaxValue;
        Digit[] train = [.. Digit.Load(data, "train").Take(most)], test = [.. Digit.Load(data, "t10k").Take(most)];
        var ml = new MLContext(Seed);
        ml.Log += (_, log) =>
        {
            if (log.Kind == ChannelMessageKind.Info && log.Source.StartsWith(nameof(BmVaeEstimator), StringComparison.Ordinal))
            {
                Console.WriteLine($"  {log.RawMessage}");
            }
        };
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.BmVae(DigitOptions.Of(Latents, isQuick ? 1 : Epochs, Seed, cancel)));
        var fitted = pipeline.Fit(ml.Data.LoadFromEnumerable(train));
        using BmVaeTransformer vae = fitted.LastTransformer;
        BmVaeMetrics metrics = vae.Evaluate(ml.Data.LoadFromEnumerable(test), new() { Seed = Seed }, cancel);

        string generator = InFolder("generator.onnx");
        vae.Model.SaveEncoderOnnx(InFolder("encoder.onnx"), OnnxPrecision.Half);
        vae.Model.SaveDecoderOnnx(InFolder("decoder.onnx"), OnnxPrecision.Half);
        vae.Model.SaveGeneratorOnnx(generator, new() { Acceptance = true, PoolSize = StoredDraws, Seed = Seed }, OnnxPrecision.Half);
        if (new FileInfo(generator).Length is > MostBytes and long bytes)
        {
            throw new InvalidDataException($"'{generator}': expected at most {MostBytes} bytes, got {bytes}.");
        }

        List<string> files = [InFolder("encoder.onnx"), InFolder("decoder.onnx"), generator];
        if (name == "mnist")
        {
            files.Insert(0, Path.Combine(folder, "mnist-digits.bmvae"));
            vae.Model.Save(files[0]);
        }

        ShippedDraws rows = ShippedDraws.Draw(generator, isQuick ? QuickRows : JudgedRows, Seed);
        ShippedDraws first = ShippedDraws.Draw(generator, ShippedDraws.Checked, Seed);
        Classifier judge = name == "mnist" ? JudgeOfImages.OfMnist() : JudgeOf(data, isQuick);
        var figures = new Dictionary<string, double>
        {
            ["ELBO of test images"] = metrics.Elbo,
            [$"judge of {rows.Labels.Length} generated rows"] = rows.JudgedBy(judge),
            [$"judge of {ShippedDraws.Checked}"] = first.JudgedBy(judge),
        };
        Results run = Results.Of(ModelTraining.Program, []);
        string what = $"{(name == "mnist" ? "MNIST" : "Fashion-MNIST")}, {train.Length} training images";
        return new(name, what, Seed, ModelTraining.CommandOf(name), run.Commit, run.Machine, figures, [.. files.Select(ShippedFile.Of)])
        {
            BitsSha256 = first.BitsSha256,
        };

        string InFolder(string kind) => Path.Combine(folder, $"{name}.{kind}");
    }

    private static Classifier JudgeOf(string data, bool isQuick)
    {
        LabeledImages train = LabeledImages.Load(data, "train");
        return isQuick
            ? JudgeOfImages.Train(train.Slice(0, QuickImages), JudgeOfImages.Options with { Epochs = 2 })
            : JudgeOfImages.Train(train, JudgeOfImages.Options);
    }
}
