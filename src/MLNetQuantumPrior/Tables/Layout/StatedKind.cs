using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>What a user says of a column, against what its type may be.</summary>
internal static class StatedKind
{
    /// <exception cref="ArgumentException">The column's type has no such kind, or no decimals.</exception>
    public static void Check(DataViewSchema.Column column, SynthesizerColumn stated)
    {
        DataViewType type = column.Type;
        bool isFraction = type is NumberDataViewType && (type.RawType == typeof(float) || type.RawType == typeof(double));
        string? expected = stated.Kind switch
        {
            ColumnKind.Number when type is KeyDataViewType or BooleanDataViewType or TextDataViewType => "numbers or dates",
            ColumnKind.Category when type is DateTimeDataViewType or VectorDataViewType => "numbers, text, a key or Booleans",
            ColumnKind.Identifier when type is not TextDataViewType && (type is not NumberDataViewType || isFraction) =>
                "text or whole numbers",
            _ => null,
        };
        if (expected is not null)
        {
            throw new ArgumentException(
                $"Column '{column.Name}': expected {expected} for '{nameof(ColumnKind)}.{stated.Kind}', got {type}.");
        }

        bool mayHave = isFraction || type is VectorDataViewType || (type is NumberDataViewType && stated.Decimals == 0);
        if (stated.Decimals is not null && (!mayHave || stated.Kind == ColumnKind.Category))
        {
            throw new ArgumentException(
                $"Column '{column.Name}': expected numbers with digits behind the point for '{nameof(SynthesizerColumn.Decimals)}', " +
                $"got {(stated.Kind == ColumnKind.Category ? "categories" : type)}.");
        }
    }
}
