using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Demo;

/// <summary>From MNIST to generated digits: a pipeline that encodes and classifies, generation, measurement, files.</summary>
internal static class DigitsDemo
{
    public static void Run(DemoArguments arguments, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        Digit[] trainDigits = Digit.Load(arguments.Data, "train"), testDigits = Digit.Load(arguments.Data, "t10k");
        Console.WriteLine($"MNIST: {trainDigits.Length:N0} training and {testDigits.Length:N0} test images");

        var ml = new MLContext(arguments.Seed);
        IDataView train = ml.Data.LoadFromEnumerable(trainDigits), test = ml.Data.LoadFromEnumerable(testDigits);
        ml.Log += (_, log) =>
        {
            if (log.Kind == ChannelMessageKind.Info && log.Source.StartsWith(nameof(BmVaeEstimator), StringComparison.Ordinal))
            {
                Console.WriteLine($"  {log.RawMessage}");
            }
        };
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.BmVae(new BmVaeEstimator.Options
            {
                LabelColumnName = "Label",
                LatentSize = arguments.Latents,
                Training = new() { Epochs = arguments.Epochs },
                Seed = arguments.Seed,
                CancellationToken = cancel,
            }))
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));

        Console.WriteLine(
            $"Training the autoencoder ({arguments.Latents} latent bits, complete graph, {arguments.Epochs} epochs), " +
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
        BmVaeMetrics metrics = vae.Evaluate(test, new() { Seed = (ulong)arguments.Seed }, cancel);
        var byClass = new GenerationOptions { Mode = GenerationMode.Conditional, Seed = (ulong)arguments.Seed };
        using LatentGeneratorTransformer free = vae.Generator(new() { Seed = (ulong)arguments.Seed });
        using LatentGeneratorTransformer accepted = vae.Generator(byClass with { Acceptance = true }), all = vae.Generator(byClass);
        IDataView digits = free.Generate(10_000), digitsByClass = accepted.Generate(10_000);

        ImmutableArray<EpochReport> epochs = vae.Model.Training!.Epochs;
        Directory.CreateDirectory(arguments.Output);
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
            Latents = arguments.Latents,
            Epochs = arguments.Epochs,
            Seed = arguments.Seed,
            Engine = arguments.Engine,
            TrainingImages = trainDigits.Length,
            TestImages = testDigits.Length,
            ReconstructionNats = metrics.Reconstruction,
            ReconstructionMse = metrics.MeanSquaredError,
            Kl = metrics.Kl,
            Elbo = metrics.Elbo,
            ImportanceWeightedBound = metrics.ImportanceWeightedBound,
            ImportanceSamples = metrics.ImportanceSamples,
            LogZ = metrics.LogPartition.Value,
            LogZStandardError = metrics.LogPartition.StandardError,
            AccuracyOnLatentBits = bitsAccuracy,
            AccuracyOnRawPixels = rawAccuracy,
            Conditional = Judge.Of(digitsByClass, testDigits),
            ConditionalWithoutAcceptance = Judge.Of(all.Generate(10_000), testDigits),
            Unconditional = Judge.Of(digits),
            OnnxMaxDifference = ExportedFiles.MaxDifference(
                vae.Model, encoderPath, decoderPath, [.. testDigits.Take(1000).SelectMany(digit => digit.Features)]),
            TrainingSeconds = seconds,
            ImagesPerSecond = epochs.Sum(epoch => epoch.Rows) / seconds,
            TotalSeconds = clock.Elapsed.TotalSeconds,
        };
        Write("demo.json", Text(report.ToJson()));

        Console.WriteLine(report.ToJson());
        Console.WriteLine($"Written to {Path.GetFullPath(arguments.Output)}");

        string InOutput(string name) => Path.Combine(arguments.Output, name);

        static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

        void Write(string name, byte[] content)
        {
            string path = InOutput(name);
            File.WriteAllBytes(path + ".new", content);
            File.Move(path + ".new", path, overwrite: true);
        }
    }
}
