using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.StockProcess;

// Arguments: a file with a StockRequest, and one for the StockAnswer.
StockRequest request = JsonSerializer.Deserialize<StockRequest>(File.ReadAllText(args[0]))!;
var answer = new StockAnswer();
try
{
    Answer(request, answer);
}
catch (Exception error)
{
    answer.Error = error.Message;
}

string self = typeof(StockRequest).Assembly.GetName().Name!;
answer.Ours =
[
    .. AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetName().Name!)
        .Where(name => name.StartsWith("MLNetQuantumPrior", StringComparison.Ordinal) && name != self),
];
File.WriteAllText(args[1], JsonSerializer.Serialize(answer));

static void Answer(StockRequest request, StockAnswer answer)
{
    var ml = new MLContext(seed: 1);
    ITransformer model = ml.Model.Load(request.ModelFile, out DataViewSchema schema);
    if (request.SaveAs is not null)
    {
        ml.Model.Save(model, schema, request.SaveAs);
    }

    var definition = SchemaDefinition.Create(typeof(Row));
    definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, request.Features[0].Length);
    Row[] rows = [.. request.Features.Zip(request.Labels, (features, label) => new Row { Features = features, Label = label })];
    IDataView scored = model.Transform(ml.Data.LoadFromEnumerable(rows, definition));
    foreach (string name in request.Columns)
    {
        DataViewSchema.Column column = scored.Schema[name];
        answer.Types[name] = $"{column.Type}";
        answer.SlotNames[name] = SlotNames(column);
        answer.Columns[name] = [.. scored.GetColumn<float[]>(column)];
    }

    if (request.TextColumn is not null)
    {
        answer.Texts = [.. scored.GetColumn<string>(request.TextColumn)];
    }

    if (request.PredictedColumn is not null)
    {
        var output = SchemaDefinition.Create(typeof(Prediction));
        output[nameof(Prediction.Values)].ColumnName = request.PredictedColumn;
        using var engine = ml.Model.CreatePredictionEngine<Row, Prediction>(
            model, inputSchemaDefinition: definition, outputSchemaDefinition: output);
        answer.Predicted = [.. rows.Select(row => engine.Predict(row).Values)];
    }
}

static string[] SlotNames(DataViewSchema.Column column)
{
    if (!column.HasSlotNames())
    {
        return [];
    }

    VBuffer<ReadOnlyMemory<char>> names = default;
    column.GetSlotNames(ref names);
    return [.. names.DenseValues().Select(name => name.ToString())];
}

/// <summary>A row of input.</summary>
internal sealed class Row
{
    public float[] Features { get; set; } = [];

    public string Label { get; set; } = "";
}

/// <summary>The column asked for.</summary>
internal sealed class Prediction
{
    public float[] Values { get; set; } = [];
}
