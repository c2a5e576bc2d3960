using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;

namespace MLNetQuantumPrior.Service;

/// <summary>What the autoencoder says of a row.</summary>
/// <param name="Bits">Latent bits, 0 or 1.</param>
/// <param name="Score">How strange the row is.</param>
internal sealed record CodedRow(float[] Bits, RowScore Score);

/// <summary>How strange a row is.</summary>
/// <param name="Energy">Of its bits under the prior.</param>
/// <param name="ReconstructionLoss">-log p(row | bits) in nats.</param>
/// <param name="OutlierScore">The higher, the stranger; null where the model was not calibrated for outliers.</param>
/// <param name="PValue">The share of ordinary rows that are at least as strange; null where the model was not calibrated.</param>
internal sealed record RowScore(float Energy, float ReconstructionLoss, float? OutlierScore, float? PValue)
{
    /// <summary>
    /// False for features so far from those of the training that a number overflowed, and for missing ones that the model knows no value
    /// for.
    /// </summary>
    internal bool IsFinite => float.IsFinite(Energy) && float.IsFinite(ReconstructionLoss) && float.IsFinite(OutlierScore ?? 0);
}

/// <summary>A file of SaveAutoencoderOnnx.</summary>
internal sealed class AutoencoderModel : IBatchModel<float[], CodedRow>, IDisposable
{
    private readonly OnnxGraph _graph;
    private readonly string[] _outputs;
    private readonly int _latents;

    public AutoencoderModel(IOptions<ServingOptions> options)
    {
        _graph = new(options.Value.Autoencoder);
        Features = _graph.InputWidth("Features");
        _latents = _graph.OutputWidth("Bits");
        _outputs = ["Bits", "Energy", "ReconstructionLoss", .. _graph.Outputs.Intersect(["OutlierScore", "PValue"])];
    }

    public string Name => "autoencoder";

    /// <summary>Features of a row.</summary>
    public int Features { get; }

    public CodedRow[] Run(IReadOnlyList<float[]> rows)
    {
        float[] features = [.. rows.SelectMany(row => row)];
        float[][] results = _graph.Run(
            new Dictionary<string, OrtValue> { ["Features"] = OrtValue.CreateTensorValueFromMemory(features, [rows.Count, Features]) },
            _outputs);
        float[]? scores = Found("OutlierScore"), pValues = Found("PValue");
        return [.. rows.Select((_, k) => new CodedRow(
            results[0].AsSpan(k * _latents, _latents).ToArray(),
            new(results[1][k], results[2][k], scores?[k], pValues?[k])))];

        float[]? Found(string output) => Array.IndexOf(_outputs, output) is >= 0 and int at ? results[at] : null;
    }

    public void Dispose() => _graph.Dispose();
}
