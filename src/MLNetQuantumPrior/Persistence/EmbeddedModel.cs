using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior;

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
    public byte[] WriteInto(ModelProto graph)
    {
        HashSet<string> present = [.. ColumnGraph.Constants(graph.Graph).Select(constant => constant.Name)];
        ModelParts parts = ModelParts.Of(Model);
        var payload = new GraphProto { Name = "payload" };
        payload.Initializer.AddRange(Weights().Where(weight => !present.Contains(weight.Name)));
        payload.Initializer.Add(Bytes(ModelEntry.Manifest, parts.Manifest.Write()));
        payload.Initializer.AddRange(parts.Entries.Select(entry => Bytes(entry.Name, entry.Content)));
        payload.Initializer.Add(Bytes(TransformerEntry, Transformer));
        ModelProto whole = graph.Clone();
        whole.TrainingInfo.Add(new TrainingInfoProto { Initialization = payload });
        return OnnxSeal.Append(whole);

        TensorProto Bytes(string name, byte[] content) => TensorProto.Of(name, [content.Length], content);
    }

    /// <summary>Reads what <see cref="WriteInto"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of a newer release.</exception>
    public static EmbeddedModel Read(ReadOnlyMemory<byte> onnx)
    {
        OnnxSeal.Check(onnx.Span);
        ModelProto file = OnnxFile.Read(onnx.Span);
        TensorProto[] payload = [.. OnnxFile.Payload(file)];
        var manifest = ModelManifest.Read(Bytes(ModelEntry.Manifest));
        return new(ModelParts.Join(manifest, [.. ColumnGraph.Constants(file.Graph), .. payload], Bytes), Bytes(TransformerEntry));

        byte[] Bytes(string name) => payload
            .FirstOrDefault(tensor => tensor.Name == name && tensor.DataType == TensorProto.Types.DataType.Uint8)?.RawData.ToByteArray()
            ?? throw new InvalidDataException($"expected an entry '{name}' in the training information, got none.");
    }

    private IEnumerable<TensorProto> Weights()
    {
        VaeArchitecture architecture = Model.Architecture;
        int end = architecture.ParameterCount - architecture.Likelihood.LearnedVariances; // those are in the manifest
        return architecture.Parameters.TakeWhile(block => block.Offset < end).Select(block => TensorProto.Of(block, Model.Parameters));
    }
}
