using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior;

/// <summary>
/// A <see cref="FeatureFillingTransformer"/> or a <see cref="FeatureEditingTransformer"/> inside an ML.NET model file: the decoder, which
/// any process can load, waiting for a column whose name says how to load the whole.
/// </summary>
internal static class SavedChange
{
    /// <summary>The column that a process without this package finds missing.</summary>
    public const string ColumnName = "latents of changed rows by MLNetQuantumPrior (load this model with ml.Model.LoadBmVae)";

    public static void Write(BmVaeModel model, string outputColumnName, TransformerEntry entry, ModelSaveContext context)
    {
        ModelProto decoder = OnnxExport.Decoder(model);
        var features = new OnnxColumn(outputColumnName, decoder.Graph.Output.Single().Name, model.SlotNames);
        byte[] onnx = new EmbeddedModel(model, entry.Write()).WriteInto(ColumnGraph.Of(decoder, ColumnName, [features]));
        StockTransformer.Save(onnx, new(ColumnName, model.Architecture.LatentSize), [features.Name], replaced: null, context);
    }

    /// <summary>Threads are this machine's, not those of the one that saved; rows do not depend on them.</summary>
    public static FeatureFillingTransformer Read(BmVaeModel model, FillerEntry entry) => new(model, entry.Options with
    {
        Filling = entry.Options.Filling with { MaxDegreeOfParallelism = Environment.ProcessorCount },
    });

    /// <inheritdoc cref="Read(BmVaeModel, FillerEntry)"/>
    public static FeatureEditingTransformer Read(BmVaeModel model, EditorEntry entry) => new(model, entry.Options with
    {
        Editing = entry.Options.Editing with { MaxDegreeOfParallelism = Environment.ProcessorCount },
    });
}
