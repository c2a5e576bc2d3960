using System.Collections.Immutable;

namespace MLNetQuantumPrior;

/// <summary>A column that ML.NET is to make of an output of an ONNX model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Output">Name of the output. <c>[N, n]</c></param>
/// <param name="SlotNames">Names of its n values, or none.</param>
internal sealed record OnnxColumn(string Name, string Output, ImmutableArray<string> SlotNames);
