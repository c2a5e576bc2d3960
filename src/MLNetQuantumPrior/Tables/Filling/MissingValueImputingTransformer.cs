using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetQuantumPrior;

/// <summary>Fills the missing cells of tables by what the other cells of their rows say. Lazy, and safe for concurrent use.</summary>
/// <remarks>
/// What a row gets depends on its own cells, the seed and its id alone, whoever reads it. Inside an ML.NET model file,
/// <see cref="BmVaeModelCatalog.LoadBmVae(ModelOperationsCatalog, string, out DataViewSchema?)"/> reads it back.
/// </remarks>
/// <example>
/// <code>
/// var pipeline = ml.Transforms.ImputeMissingValues(options)
///     .Append(ml.Transforms.Categorical.OneHotEncoding("Home"))
/// </code>
/// </example>
/// <seealso cref="MissingValueImputingEstimator"/>
public sealed class MissingValueImputingTransformer : ITransformer
{
    internal MissingValueImputingTransformer(SynthesizerModel model, ImputationOptions options) => (Model, Options) = (model, options);

    /// <summary>How cells are filled.</summary>
    public ImputationOptions Options { get; }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    internal SynthesizerModel Model { get; }

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowFilling(Model, Options, inputSchema).Schema;
    }

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new FilledTable(input, new(Model, Options, input.Schema));
    }

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new FilledRowMapper(inputSchema, new(Model, Options, inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SavedImputer.Write(this, ctx);
}
