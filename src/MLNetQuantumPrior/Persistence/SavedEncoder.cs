using Microsoft.ML;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;

namespace MLNetQuantumPrior;

/// <summary>
/// A <see cref="BmVaeTransformer"/> inside an ML.NET model file: a graph of its columns that any process
/// can run, with all of the model in it.
/// </summary>
internal static class SavedEncoder
{
    public static void Write(BmVaeTransformer transformer, ModelSaveContext context)
    {
        BmVaeModel model = transformer.Model;
        var input = new FeatureInput(transformer.InputColumnName, model.Architecture.InputSize);
        ImmutableArray<(string Name, RowOutput Output)> outputs = transformer.Columns.Outputs(transformer.OutputColumnName, model.Kind);
        OnnxColumn[] columns = [.. outputs.Select(column => Column(column.Name, column.Output, model))];
        string? replaced = null;
        if (ReplacesInput(transformer))
        {
            replaced = $"{input.Name}.replaced";
            while (columns.Any(column => column.Name == replaced))
            {
                replaced += "d";
            }

            int index = Array.FindIndex(columns, column => column.Name == input.Name);
            columns[index] = columns[index] with { Name = replaced };
        }

        var entry = new TransformerEntry(
            TransformerEntry.NewestVersion,
            Encoder: new(transformer.OutputColumnName, input.Name, transformer.LabelColumnName, transformer.Columns));
        OutlierMeasure measure = transformer.Columns.MeasureOf(model.Kind);
        ModelProto rows = OnnxExport.Rows(model, [.. outputs.Select(column => column.Output)], measure);
        byte[] onnx = new EmbeddedModel(model, entry.Write()).WriteInto(ColumnGraph.Of(rows, input.Name, [.. columns]));
        ImmutableArray<string> names = [.. columns.Select(column => column.Name)];
        StockTransformer.Save(onnx, input, names, replaced, context);
    }

    public static BmVaeTransformer Read(BmVaeModel model, EncoderEntry entry, int version)
    {
        // Scores that compare with nothing have no calibration that says how old they are.
        bool isOld = version < TransformerEntry.DivergenceVersion && entry.Columns.OutlierScore is not null && model.Outliers is null;
        BmVaeModel scored = isOld ? model.With(OutlierCalibration.Unmeasured) : model;
        return new(scored, entry.OutputColumnName, entry.InputColumnName, entry.LabelColumnName, entry.Columns);
    }

    /// <summary>Whether a column takes the place of the one that is encoded.</summary>
    public static bool ReplacesInput(BmVaeTransformer transformer) =>
        transformer.Columns.Outputs(transformer.OutputColumnName, transformer.Model.Kind)
            .Any(column => column.Name == transformer.InputColumnName);

    private static OnnxColumn Column(string name, RowOutput output, BmVaeModel model) => new(
        name,
        $"{output}",
        BmVaeColumns.Column(name, output, model.Architecture.LatentSize, model.Architecture.InputSize, model.SlotNames).SlotNames);
}
