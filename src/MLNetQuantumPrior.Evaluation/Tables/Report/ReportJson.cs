using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>Reads and writes reports without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SyntheticDataReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
