using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace MLNetQuantumPrior.Service;

/// <summary>What a row is drawn from; every input of the file.</summary>
internal readonly record struct GeneratorRow(int Class, long Id, long Seed, long Sweeps, float Beta);

/// <summary>A drawn row.</summary>
/// <param name="Id">Its number: with the seed, the class, the sweeps and beta, it says what the row is.</param>
/// <param name="Bits">Latent bits, 0 or 1.</param>
/// <param name="Features">Features in the units of the data.</param>
/// <param name="Energy">Of the bits under the prior.</param>
internal sealed record GeneratedRow(long Id, float[] Bits, float[] Features, float Energy);

/// <summary>A file of SaveGeneratorOnnx.</summary>
internal sealed class GeneratorModel : IBatchModel<GeneratorRow, GeneratedRow>, IDisposable
{
    private static readonly string[] Outputs = ["Bits", "Features", "Energy"];
    private readonly OnnxGraph _graph;
    private readonly int _latents;

    public GeneratorModel(IOptions<ServingOptions> options)
    {
        _graph = new(options.Value.Generator);
        (_latents, Features) = (_graph.OutputWidth("Bits"), _graph.OutputWidth("Features"));
        foreach (string input in (string[])["Id", "Seed", "Sweeps", "Beta"])
        {
            _graph.InputWidth(input);
        }

        Classes = new(
            _graph.HasInput("Class") ? JsonSerializer.Deserialize<ImmutableArray<string>>(_graph.Metadata["class_names"]) : []);
    }

    public string Name => "generator";

    public GeneratorClasses Classes { get; }

    /// <summary>Features of a row.</summary>
    public int Features { get; }

    public GeneratedRow[] Run(IReadOnlyList<GeneratorRow> rows)
    {
        var inputs = new Dictionary<string, OrtValue>
        {
            ["Id"] = Column(rows, row => row.Id),
            ["Seed"] = Column(rows, row => row.Seed),
            ["Sweeps"] = Column(rows, row => row.Sweeps),
            ["Beta"] = Column(rows, row => row.Beta),
        };
        if (!Classes.Names.IsEmpty)
        {
            inputs["Class"] = Column(rows, row => (float)row.Class);
        }

        float[][] results = _graph.Run(inputs, Outputs);
        return [.. rows.Select((row, k) => new GeneratedRow(
            row.Id,
            results[0].AsSpan(k * _latents, _latents).ToArray(),
            results[1].AsSpan(k * Features, Features).ToArray(),
            results[2][k]))];
    }

    public void Dispose() => _graph.Dispose();

    private static OrtValue Column<T>(IReadOnlyList<GeneratorRow> rows, Func<GeneratorRow, T> value)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory([.. rows.Select(value)], [rows.Count, 1]);
}
