using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public abstract class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable
    where TModel : class
{
    private const string ModelFolder = "Model";
    private const string TrainSchemaStream = "TrainSchema";

    private protected PredictionTransformerBase(TModel model, DataViewSchema trainSchema)
    {
        Model = Contracts.CheckValue(model, nameof(model));
        TrainSchema = trainSchema;
    }

    private protected PredictionTransformerBase(ModelLoadContext context)
        : this(context.LoadModel<TModel>(ModelFolder), SchemaStream.Read(context.LoadStream(TrainSchemaStream)))
    {
    }

    public TModel Model { get; }

    private protected DataViewSchema TrainSchema { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    public IDataView Transform(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        return new MappedView(input, Bind(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return new RowMapper(Bind(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(Contracts.CheckValue(ctx, nameof(ctx)));

    public void Dispose() => (Model as IDisposable)?.Dispose();

    private protected virtual void SaveModel(ModelSaveContext ctx)
    {
        ctx.SaveModel((ICanSaveModel)Model, ModelFolder);
        ctx.SaveStream(TrainSchemaStream, writer => writer.Write(SchemaStream.Write(TrainSchema)));
    }

    private protected abstract RowMapping Bind(DataViewSchema input);
}
