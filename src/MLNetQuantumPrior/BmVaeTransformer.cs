using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Encodes rows into latent bits: bit i is 1 where the encoder finds that more likely than 0.</summary>
/// <remarks>
/// Lazy and safe for concurrent use. Rows are encoded in batches read ahead of the consumer; a row's bits do not depend on the batch it is in.
/// </remarks>
public sealed class BmVaeTransformer : ITransformer
{
    private readonly LatentMapping _mapping;

    internal BmVaeTransformer(BmVaeModel model, string outputColumnName, string inputColumnName)
    {
        Model = model;
        _mapping = new(model, outputColumnName, inputColumnName);
    }

    /// <summary>The trained networks and prior.</summary>
    public BmVaeModel Model { get; }

    /// <summary>Name of the column of latent bits.</summary>
    public string OutputColumnName => _mapping.OutputColumnName;

    /// <summary>Name of the column that is encoded.</summary>
    public string InputColumnName => _mapping.InputColumnName;

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _mapping.Bind(inputSchema).OutputSchema;
    }

    /// <inheritdoc/>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new LatentView(input, _mapping.Bind(input.Schema));
    }

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new LatentRowMapper(_mapping.Bind(inputSchema));
    }

    /// <summary>Not possible inside an ML.NET model file yet.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw new NotSupportedException($"{nameof(BmVaeTransformer)} cannot be saved inside an ML.NET model file yet.");
}
