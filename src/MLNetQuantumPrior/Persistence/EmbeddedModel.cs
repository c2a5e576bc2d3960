using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A model inside the ONNX file of a transformer. The graph has the weights that it needs; the training information, which runtimes leave
/// alone, has the others under their names, and as bytes the entries of a model file but its networks, and "transformer.json". A checksum
/// ends the file.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Transformer">What the transformer wrote of itself.</param>
internal sealed record EmbeddedModel(BmVaeModel Model, byte[] Transformer)
{
    private const string TransformerEntry = "transformer.json";

    /// <summary>Whether an ONNX file has a model in it, whole or damaged.</summary>
    public static bool IsIn(ReadOnlySpan<byte> onnx) => OnnxSeal.IsOn(onnx);

    /// <summary>The ONNX file of a transformer.</summary>
    /// <param name="graph">What the transformer computes, from <see cref="ColumnGraph"/>.</param>
    public byte[] WriteInto(OnnxModel graph)
    {
        HashSet<string> present = [.. ColumnGraph.Constants(graph.Graph).Select(constant => constant.Name)];
        ModelParts parts = ModelParts.Of(Model);
        return OnnxSeal.Append(graph with
        {
            Payload =
            [
                .. Weights().Where(weight => !present.Contains(weight.Name)),
                OnnxTensor.Of(ModelEntry.Manifest, parts.Manifest.Write()),
                .. parts.Entries.Select(entry => OnnxTensor.Of(entry.Name, entry.Content)),
                OnnxTensor.Of(TransformerEntry, Transformer),
            ],
        });
    }

    /// <summary>Reads what <see cref="WriteInto"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of a newer release.</exception>
    public static EmbeddedModel Read(ReadOnlyMemory<byte> onnx)
    {
        OnnxSeal.Check(onnx.Span);
        OnnxModel file = OnnxModel.Read(onnx);
        var manifest = ModelManifest.Read(Bytes(ModelEntry.Manifest));
        ImmutableArray<OnnxTensor> weights = [.. ColumnGraph.Constants(file.Graph), .. file.Payload];
        return new(ModelParts.Join(manifest, weights, Bytes), Bytes(TransformerEntry));

        byte[] Bytes(string name) => file.Payload.FirstOrDefault(tensor => tensor.Name == name && tensor.Element == OnnxElement.UInt8)
            ?.Bytes.ToArray() ?? throw new InvalidDataException($"expected an entry '{name}' in the training information, got none.");
    }

    private IEnumerable<OnnxTensor> Weights()
    {
        VaeArchitecture architecture = Model.Architecture;
        int end = architecture.ParameterCount - architecture.Likelihood.LearnedVariances; // those are in the manifest
        return architecture.Parameters.TakeWhile(block => block.Offset < end).Select(block => OnnxTensor.Of(block, Model.Parameters));
    }
}
