using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>A column of a table in memory.</summary>
internal abstract class StoredColumn(string name, DataViewType type)
{
    public string Name => name;

    public DataViewType Type => type;

    /// <summary>How many cells it has.</summary>
    public abstract int Rows { get; }

    /// <summary>A getter of the cell in a row.</summary>
    public abstract Delegate Getter(Func<int> row);
}

/// <summary>A column of values of a type.</summary>
internal sealed class StoredColumn<T>(string name, DataViewType type) : StoredColumn(name, type)
{
    public List<T> Values { get; } = [];

    public override int Rows => Values.Count;

    public override Delegate Getter(Func<int> row) => (ValueGetter<T>)((ref T value) => value = Values[row()]);
}
