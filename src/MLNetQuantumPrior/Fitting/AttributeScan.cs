using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>Which values the attributes of a view have, found as its rows are read.</summary>
internal sealed class AttributeScan
{
    private readonly AttributeValues[] _columns; // the label first, where there is one
    private readonly bool _hasLabel;
    private readonly List<double> _kept = []; // cells of rows in memory

    /// <param name="attributes">The columns.</param>
    /// <param name="label">The label column, an attribute too where there are others; null for none.</param>
    /// <param name="seed">Seed of the training.</param>
    public AttributeScan(ImmutableArray<LabelColumn> attributes, LabelColumn? label, ulong seed)
    {
        _hasLabel = label is not null && !attributes.IsEmpty;
        LabelColumn[] labels = _hasLabel ? [label!] : [];
        _columns =
        [
            .. labels.Select(column => new AttributeValues(column, isNumber: false, seed, 0)),
            .. attributes.Select((column, index) => new AttributeValues(column, column.Column.Type is NumberDataViewType, seed, index + 1)),
        ];
    }

    /// <summary>The attributes, after all rows.</summary>
    public ImmutableArray<BoltzmannAttribute> Found => [.. _columns.Select(column => column.Attribute)];

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="keep">Whether its values are wanted afterwards.</param>
    public void Add(in ViewRow row, bool keep)
    {
        for (int index = 0; index < _columns.Length; index++)
        {
            double cell = _columns[index].Add(Name(row, index));
            if (keep)
            {
                _kept.Add(cell);
            }
        }
    }

    /// <summary>Number of the value of each attribute of each row that was kept, -1 for none. <c>[rows, attributes]</c></summary>
    public int[] Kept()
    {
        int[] values = new int[_kept.Count];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = _columns[k % _columns.Length].ValueOf(_kept[k]);
        }

        return values;
    }

    /// <summary>Number of the value of each attribute of a row that is read again, -1 for none.</summary>
    public int[] ValuesOf(ViewRow row) => [.. _columns.Select((column, index) => column.ValueOf(column.CellOf(Name(row, index))))];

    private string? Name(in ViewRow row, int index) =>
        !_hasLabel ? row.Attributes[index] : index == 0 ? row.Class : row.Attributes[index - 1];
}
