using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Demo;

/// <summary>What a run depends on.</summary>
/// <param name="Data">Folder with the four idx files of MNIST.</param>
/// <param name="Output">Folder to write to.</param>
/// <param name="Epochs">Passes over the training images.</param>
/// <param name="Latents">Number of latent bits.</param>
/// <param name="Seed">Seed of all randomness.</param>
internal sealed record DemoSettings(string Data, string Output, int Epochs, int Latents, int Seed);

/// <summary>From MNIST to generated digits: a pipeline that encodes and classifies, generation, measurement, files.</summary>
internal static class DigitsDemo
{
    public static void Run(DemoSettings settings, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        Digit[] trainDigits = Digit.Load(settings.Data, "train"), testDigits = Digit.Load(settings.Data, "t10k");
        Console.WriteLine($"MNIST: {trainDigits.Length:N0} training and {testDigits.Length:N0} test images");

        var ml = new MLContext(settings.Seed);
        IDataView train = ml.Data.LoadFromEnumerable(trainDigits), test = ml.Data.LoadFromEnumerable(testDigits);
        ml.Log += (_, log) =>
        {
            if (log.Kind == ChannelMessageKind.Info && log.Source.StartsWith(nameof(BmVaeEstimator), StringComparison.Ordinal))
            {
                Console.WriteLine($"  {log.RawMessage}");
            }
        };
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.BmVae(DigitOptions.Of(settings.Latents, settings.Epochs, settings.Seed, cancel)))
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));

        Console.WriteLine(
            $"Training the autoencoder ({settings.Latents} latent bits, complete graph, {settings.Epochs} epochs), " +
            "then a linear classifier on its bits");
        var model = pipeline.Fit(train);
        double bitsAccuracy = ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
        using BmVaeTransformer vae = model.OfType<BmVaeTransformer>().Single();

        Console.WriteLine("Training the same classifier on raw pixels");
        var rawPipeline = ml.Transforms.Conversion.MapValueToKey("Label")
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        double rawAccuracy = ml.MulticlassClassification.Evaluate(rawPipeline.Fit(train).Transform(test)).MicroAccuracy;

        Console.WriteLine("Measuring likelihood, generating digits");
        BmVaeMetrics metrics = vae.Evaluate(test, new() { Seed = (ulong)settings.Seed }, cancel);
        Console.WriteLine(metrics.Warning ?? $"{metrics.LogPartition}");
        var byClass = new GenerationOptions { Mode = GenerationMode.Conditional, Seed = (ulong)settings.Seed };
        using LatentGeneratorTransformer free = vae.Generator(byClass with { Mode = GenerationMode.Unconditional });
        using LatentGeneratorTransformer accepted = vae.Generator(byClass with { Acceptance = true }), all = vae.Generator(byClass);
        IDataView digits = free.Generate(10_000), digitsByClass = accepted.Generate(10_000);

        ImmutableArray<EpochReport> epochs = vae.Model.Training!.Epochs;
        Directory.CreateDirectory(settings.Output);
        string encoderPath = InOutput("encoder.onnx"), decoderPath = InOutput("decoder.onnx");
        vae.Model.Save(InOutput("digits.bmvae"));
        vae.Model.SaveEncoderOnnx(encoderPath);
        vae.Model.SaveDecoderOnnx(decoderPath);
        Write("reconstructions.png", Pictures.Reconstructions(vae.Model, testDigits.AsSpan(0, 50)));
        Write("samples.png", Pictures.Generated(digits, 100));
        Write("samples-by-class.png", Pictures.OneRowAClass(digitsByClass));
        Write("reconstruction-curve.svg", Text(Pictures.ReconstructionCurve(epochs)));
        Write("energy-curve.svg", Text(Pictures.EnergyCurve(epochs)));

        double seconds = epochs.Sum(epoch => epoch.Seconds);
        var report = new DemoReport
        {
            Likelihood = metrics,
            AccuracyOnLatentBits = bitsAccuracy,
            AccuracyOnRawPixels = rawAccuracy,
            Accepted = Judge.Of(digitsByClass, testDigits),
            All = Judge.Of(all.Generate(10_000), testDigits),
            Unconditional = Judge.Of(digits),
            OnnxMaxDifference = ExportedFiles.MaxDifference(
                vae.Model, encoderPath, decoderPath, [.. testDigits.Take(1000).SelectMany(digit => digit.Features)]),
            TrainingSeconds = seconds,
            ImagesPerSecond = epochs.Sum(epoch => epoch.Rows) / seconds,
            TotalSeconds = clock.Elapsed.TotalSeconds,
        };
        Results results = Results.Of("samples/MLNetQuantumPrior.Demo", report.Rows(settings));
        results.Print();
        results.Write(InOutput("demo.json"));

        string InOutput(string name) => Path.Combine(settings.Output, name);

        static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

        void Write(string name, byte[] content)
        {
            string path = InOutput(name);
            File.WriteAllBytes(path + ".new", content);
            File.Move(path + ".new", path, overwrite: true);
        }
    }
}
