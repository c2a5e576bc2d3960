using Parquet.Schema;

namespace MLNetQuantumPrior;

/// <summary>Columns of text in Parquet files.</summary>
internal static class ParquetText
{
    /// <summary>Whether a column is text.</summary>
    public static bool Is(DataField field) => field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);
}
