using System.CommandLine;
using System.Globalization;
using MLNetQuantumPrior.Benchmarks;
using MLNetQuantumPrior.Demo;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var output = new Option<string>("--out")
{
    Description = "Folder to write to [default: artifacts/benchmarks]", DefaultValueFactory = _ => Checkout.Artifacts("benchmarks"),
};
var threads = new Option<int[]>("--threads")
{
    Description = "Numbers of threads to measure with", DefaultValueFactory = _ => [1, 2], AllowMultipleArgumentsPerToken = true,
};
threads.Validators.Add(given =>
{
    if (given.Tokens.Any(token => !(int.TryParse(token.Value, out int value) && value is >= 1 and <= 256)))
    {
        given.AddError($"Option '--threads': expected numbers from 1 to 256, got '{string.Join(' ', given.Tokens)}'.");
    }
});

var faces = new Option<string?>("--faces") { Description = "Folder of images in CelebA's format [default: images drawn by code]" };
var parts = new Option<string[]>("--parts")
{
    Description = $"Some of {string.Join(", ", ConvolutionComparison.Parts)} [default: all]", AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => ConvolutionComparison.Parts,
};
var engine = new Argument<string>("engine");
var training = new Command(EngineTraining.Command, "What a process of 'convolution' does") { engine, faces };
training.Hidden = true;
training.Does((line, _) =>
{
    EngineTraining.Run(line.GetValue(engine)!, line.GetValue(faces));
    return Task.CompletedTask;
});

var root = new RootCommand("How fast it is. The first seven write NAME.json, the others are BenchmarkDotNet's.")
{
    Comparison(
        "engines", "Training on the SIMD engine and on TorchSharp", line => EngineComparison.Measure(line.GetValue(threads)!), threads),
    Comparison(
        "convolution", "Networks of images: both engines by turns, trainings end to end, kinds of networks: an hour",
        line => ConvolutionComparison.Measure(line.GetValue(parts)!, line.GetValue(threads)!, line.GetValue(faces)), threads, faces, parts),
    training,
    Comparison("steps", "A training step with each prior, by turns", line => StepComparison.Measure(line.GetValue(threads)!), threads),
    Comparison("mlnet", "Transform and ML.NET's OnnxTransformer", _ => EncodingComparison.Measure()),
    Comparison("sampling", "Samplers: rates, quality, lowest energies", line => SamplingBenchmark.Measure(line.GetValue(output)!)),
    Comparison("memory", "The heap while rows are streamed and generated", _ => MemoryBenchmark.Measure()),
    Comparison(
        "cores", "Generation on each number of threads, by turns", line => GenerationComparison.Measure(line.GetValue(threads)!), threads),
    Measurement<KernelSpeed>("kernels", "Products, Gibbs updates, convolutions"),
    Measurement<EncodingSpeed>("encoding", "Encoding a row"),
    Measurement<GenerationSpeed>("generation", "Generating a row in each way"),
};
return await Commands.RunAsync(root, args);

Command Comparison(string name, string description, Func<ParseResult, IEnumerable<ResultRow>> measure, params Option[] options)
{
    var command = new Command(name, description) { output };
    Array.ForEach(options, command.Options.Add);
    command.Does((line, _) =>
    {
        Results results = Results.Of("tests/MLNetQuantumPrior.Benchmarks", measure(line));
        results.Print();
        results.Write(Path.Combine(line.GetValue(output)!, name + ".json"));
        return Task.CompletedTask;
    });
    return command;
}

static Command Measurement<T>(string name, string description)
{
    var command = new Command(name, description);
    command.Does((_, _) =>
    {
        Speed.Run<T>();
        return Task.CompletedTask;
    });
    return command;
}
