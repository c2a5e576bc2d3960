using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Leap;

/// <summary>JSON of lists of ids.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class JobListContext : JsonSerializerContext;
