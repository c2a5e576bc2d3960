using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior;

/// <summary>
/// A <see cref="LatentGeneratorTransformer"/> inside an ML.NET model file. A graph that generates needs a column of ids to tell rows apart,
/// and ML.NET gives graphs no row ids; so what any process can load is the decoder alone, waiting for a column of latents whose name says
/// where to get them: ML.NET's error about a missing column becomes the explanation.
/// </summary>
internal static class SavedGenerator
{
    /// <summary>The column that a process without this package finds missing.</summary>
    public const string LatentColumnName = "latents drawn by MLNetQuantumPrior (load this model with ml.Model.LoadBmVae)";

    public static void Write(LatentGeneratorTransformer transformer, ModelSaveContext context)
    {
        BmVaeModel model = transformer.Model;
        ModelProto decoder = OnnxExport.Decoder(model);
        var features = new OnnxColumn(transformer.OutputColumnName, decoder.Graph.Output.Single().Name, model.SlotNames);
        var entry = new TransformerEntry(
            model.Attributes.Items.IsEmpty ? TransformerEntry.NewestVersion : TransformerEntry.AttributesVersion,
            Generator: new(transformer.OutputColumnName, transformer.LabelColumnName, transformer.EnergyColumnName, transformer.Options));
        byte[] onnx = new EmbeddedModel(model, entry.Write()).WriteInto(ColumnGraph.Of(decoder, LatentColumnName, [features]));
        StockTransformer.Save(onnx, new(LatentColumnName, model.Architecture.LatentSize), [features.Name], replaced: null, context);
    }

    /// <summary>Threads are this machine's, not those of the one that saved; rows do not depend on them.</summary>
    public static LatentGeneratorTransformer Read(BmVaeModel model, GeneratorEntry entry) => new(
        model,
        entry.Options with { MaxDegreeOfParallelism = Environment.ProcessorCount },
        entry.OutputColumnName,
        entry.LabelColumnName,
        entry.EnergyColumnName);
}
