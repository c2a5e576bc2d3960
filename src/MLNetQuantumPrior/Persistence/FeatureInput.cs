using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>A column of features that a saved transformer reads: a vector of Single.</summary>
internal sealed record FeatureInput(string Name, int Size)
{
    /// <summary>A view without rows that has the column.</summary>
    public IDataView EmptyView(MLContext ml)
    {
        var definition = SchemaDefinition.Create(typeof(Box));
        definition[0].ColumnName = Name;
        definition[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Size);
        return ml.Data.LoadFromEnumerable<Box>([], definition);
    }

    private sealed class Box
    {
        public VBuffer<float> Value { get; set; }
    }
}
