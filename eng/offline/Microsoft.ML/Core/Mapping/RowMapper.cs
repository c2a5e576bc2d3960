using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A mapping over single rows, as prediction engines use it.</summary>
internal sealed class RowMapper : IRowToRowMapper
{
    private readonly RowMapping _mapping;
    private readonly MergedSchema _merged;

    public RowMapper(RowMapping mapping)
    {
        _mapping = mapping;
        _merged = new MergedSchema(mapping);
    }

    public DataViewSchema InputSchema => _mapping.Input;

    public DataViewSchema OutputSchema => _merged.Schema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        _merged.NeededInput(ActiveColumns.Of(OutputSchema, dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckValue(activeColumns, nameof(activeColumns));
        Contracts.Check(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return new MappedRow(input, _mapping, _merged, ActiveColumns.Of(OutputSchema, activeColumns));
    }
}
