using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior;

/// <summary>
/// A <see cref="MissingValueImputingTransformer"/> inside an ML.NET model file: the decoder, which any process can load, waiting for a
/// column whose name says how to load the whole; and the synthesizer's own file.
/// </summary>
internal static class SavedImputer
{
    /// <summary>The column that a process without this package finds missing.</summary>
    public const string ColumnName = "missing cells filled by MLNetQuantumPrior (load this model with ml.Model.LoadBmVae)";

    public static void Write(MissingValueImputingTransformer transformer, ModelSaveContext context)
    {
        using var file = new MemoryStream();
        SynthesizerFile.Write(transformer.Model, file);
        BmVaeModel model = transformer.Model.Vae;
        ModelProto decoder = OnnxExport.Decoder(model);
        var features = new OnnxColumn("Decoded", decoder.Graph.Output.Single().Name, model.SlotNames);
        var entry = new TransformerEntry(TransformerEntry.ImputerVersion, Imputer: new(file.ToArray(), transformer.Options));
        byte[] onnx = new EmbeddedModel(model, entry.Write()).WriteInto(ColumnGraph.Of(decoder, ColumnName, [features]));
        StockTransformer.Save(onnx, new(ColumnName, model.Architecture.LatentSize), [features.Name], replaced: null, context);
    }

    /// <exception cref="InvalidDataException">The synthesizer's file is damaged.</exception>
    public static MissingValueImputingTransformer Read(ImputerEntry entry)
    {
        using var file = new MemoryStream(entry.Synthesizer);
        return new(SynthesizerFile.Read(file), entry.Options);
    }
}
