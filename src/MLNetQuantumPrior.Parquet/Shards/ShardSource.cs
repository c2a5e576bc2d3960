using System.Text.Json.Nodes;
using Microsoft.ML;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>What makes rows by their ids.</summary>
/// <param name="Kind">What it is called in _generation.json.</param>
/// <param name="Digest">SHA-256 of what was learned.</param>
/// <param name="Seed">Seed of the rows.</param>
/// <param name="Settings">Further settings that rows depend on; null for none.</param>
/// <param name="Rows">The rows from an id to before another.</param>
internal sealed record ShardSource(string Kind, string Digest, ulong Seed, JsonNode? Settings, Func<long, long, IDataView> Rows)
{
    public static ShardSource Of(TableSynthesizer synthesizer, ulong? seed, int threads) =>
        new("table", ContentDigest.Of(synthesizer.Save), seed ?? synthesizer.Seed, Settings: null, synthesizer.Ranges(seed, threads));

    public static ShardSource Of(LatentGeneratorTransformer generator)
    {
        var entry = new TransformerEntry(
            TransformerEntry.NewestVersion,
            Generator: new(generator.OutputColumnName, generator.LabelColumnName, generator.EnergyColumnName, generator.Options));
        return new(
            "latents",
            ContentDigest.Of(generator.Model.Save),
            generator.Options.Seed,
            JsonNode.Parse(entry.Write())!["generator"]!.DeepClone(),
            generator.GenerateRange);
    }
}
