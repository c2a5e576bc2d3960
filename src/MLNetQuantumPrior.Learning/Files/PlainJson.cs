using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Learning;

/// <summary>JSON of checkpoints and of metadata, by code that is made at compile time.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainingOptions))]
[JsonSerializable(typeof(List<EpochReport>))]
[JsonSerializable(typeof(ImmutableArray<string>))]
[JsonSerializable(typeof(ImmutableArray<EditorAttribute>))]
internal sealed partial class PlainJson : JsonSerializerContext;
