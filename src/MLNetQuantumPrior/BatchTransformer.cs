using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>
/// A transformer that adds columns of <see cref="float"/> to each row, computed in batches that are read ahead of the consumer. Lazy, and
/// safe for concurrent use.
/// </summary>
public abstract class BatchTransformer : ITransformer, IDisposable
{
    private protected BatchTransformer()
    {
    }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchView(input, Bind(input.Schema));
    }

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new BatchRowMapper(Bind(inputSchema));
    }

    /// <summary>
    /// Ends the sessions of ONNX Runtime, once runs that have begun are over. Views of this transformer cannot be read afterwards: who
    /// reads on gets an <see cref="ObjectDisposedException"/>.
    /// </summary>
    public abstract void Dispose();

    /// <summary>
    /// Inside an ML.NET model file, an ONNX graph that ML.NET loads without this package;
    /// <see cref="BmVaeModelCatalog.LoadBmVae(ModelOperationsCatalog, string, out DataViewSchema?)"/> reads this whole object back.
    /// </summary>
    void ICanSaveModel.Save(ModelSaveContext ctx) => Save(ctx);

    private protected abstract void Save(ModelSaveContext context);

    /// <summary>The computation on rows of one input schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    private protected abstract BatchMapping Bind(DataViewSchema input);
}
