using System.Diagnostics;
using Microsoft.ML;
using MLNetQuantumPrior;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

DemoArguments arguments;
try
{
    arguments = DemoArguments.Parse(args);
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"{error.Message}\n{DemoArguments.Usage}");
    return 2;
}

var clock = Stopwatch.StartNew();
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

Digit[] trainDigits = Digit.Load(arguments.Data, "train"), testDigits = Digit.Load(arguments.Data, "t10k");
Console.WriteLine($"MNIST: {trainDigits.Length:N0} training and {testDigits.Length:N0} test images");

var ml = new MLContext(arguments.Seed);
IDataView train = ml.Data.LoadFromEnumerable(trainDigits), test = ml.Data.LoadFromEnumerable(testDigits);
var epochs = new List<EpochReport>();
var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    .Append(ml.Transforms.BmVae(new BmVaeEstimator.Options
    {
        LatentSize = arguments.Latents,
        Training = new() { Epochs = arguments.Epochs },
        Progress = new Progress(epochs),
        Seed = arguments.Seed,
        CancellationToken = stop.Token,
    }))
    .AppendCacheCheckpoint(ml)
    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Latent"));

Console.WriteLine($"Training the autoencoder ({arguments.Latents} latent bits, complete graph, {arguments.Epochs} epochs), then a linear classifier on its bits");
var model = pipeline.Fit(train);
double bitsAccuracy = ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
BmVaeModel vae = model.OfType<BmVaeTransformer>().Single().Model;

Console.WriteLine("Training the same classifier on raw pixels");
var rawPipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    .AppendCacheCheckpoint(ml)
    .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
double rawAccuracy = ml.MulticlassClassification.Evaluate(rawPipeline.Fit(train).Transform(test)).MicroAccuracy;

var testFeatures = new FeatureMatrix(Digit.Side * Digit.Side, [.. testDigits.SelectMany(digit => digit.Features)]);
Reconstruction reconstruction = Reconstruction.Measure(vae, testFeatures, (ulong)arguments.Seed);
double seconds = epochs.Sum(epoch => epoch.Seconds);

Directory.CreateDirectory(arguments.Output);
Write("reconstructions.png", Pictures.Reconstructions(vae, testDigits.AsSpan(0, 50)));
Write("samples.png", Pictures.Samples(vae, (ulong)arguments.Seed, 100));
Write("reconstruction-curve.svg", Text(Pictures.ReconstructionCurve(epochs)));
Write("energy-curve.svg", Text(Pictures.EnergyCurve(epochs)));
var report = new DemoReport(
    arguments.Latents, arguments.Epochs, arguments.Seed, trainDigits.Length, testDigits.Length, reconstruction.Nats, reconstruction.MeanSquaredError,
    bitsAccuracy, rawAccuracy, seconds, epochs.Sum(epoch => epoch.Rows) / seconds, clock.Elapsed.TotalSeconds);
Write("demo.json", Text(report.ToJson()));

Console.WriteLine(report.ToJson());
Console.WriteLine($"Written to {Path.GetFullPath(arguments.Output)}");
return 0;

static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

void Write(string name, byte[] content)
{
    string path = Path.Combine(arguments.Output, name);
    File.WriteAllBytes(path + ".new", content);
    File.Move(path + ".new", path, overwrite: true);
}

/// <summary>Keeps the reports for the curves and prints a line each.</summary>
internal sealed class Progress(List<EpochReport> reports) : IProgress<EpochReport>
{
    public void Report(EpochReport value)
    {
        reports.Add(value);
        Console.WriteLine($"  {value}");
    }
}
