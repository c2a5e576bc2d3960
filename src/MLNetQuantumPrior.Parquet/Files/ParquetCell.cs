using Microsoft.ML;
using Microsoft.ML.Data;
using Parquet.Schema;

namespace MLNetQuantumPrior;

/// <summary>What of a row becomes a column of a Parquet file.</summary>
/// <param name="Column">The column of the row.</param>
/// <param name="Field">The column of the file.</param>
/// <param name="Slot">Of a vector which slot; null for a column that is none.</param>
/// <param name="True">The word for true where text becomes a flag.</param>
internal sealed record ParquetCell(DataViewSchema.Column Column, DataField Field, int? Slot = null, string True = "true")
{
    /// <summary>Type of the cell in memory.</summary>
    public DataViewType ItemType => ItemOf(Column.Type);

    /// <summary>
    /// The columns of a file of which only the types in memory are known: text and dates may be missing, and NaN is a missing number. A
    /// vector becomes a column for each slot, "Features.Age" or "Features.0", a key its values as text, or its number where it has none.
    /// </summary>
    /// <exception cref="InvalidOperationException">A column is of another type, or two would have the same name.</exception>
    public static ImmutableArray<ParquetCell> Of(DataViewSchema schema)
    {
        ImmutableArray<ParquetCell> cells = [.. schema.Where(column => !column.IsHidden).SelectMany(Of)];
        return cells.GroupBy(cell => cell.Field.Name).FirstOrDefault(group => group.Count() > 1) is { } same
            ? throw new InvalidOperationException($"Columns of a Parquet file: expected different names, got '{same.Key}' more than once.")
            : cells;
    }

    private static IEnumerable<ParquetCell> Of(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
        {
            return [new(column, FieldOf(column, column.Name))];
        }

        if (!vector.IsKnownSize)
        {
            throw Unknown(column);
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.HasSlotNames())
        {
            column.GetSlotNames(ref names);
        }

        ReadOnlyMemory<char>[] slots = [.. names.DenseValues()];
        return Enumerable.Range(0, vector.Size).Select(slot => new ParquetCell(
            column, FieldOf(column, $"{column.Name}.{(slots.Length > 0 && !slots[slot].IsEmpty ? slots[slot] : $"{slot}")}"), slot));
    }

    private static DataField FieldOf(DataViewSchema.Column column, string name) => ItemOf(column.Type) switch
    {
        KeyDataViewType when column.Type is VectorDataViewType => throw Unknown(column),
        KeyDataViewType => KeyNames.Of(column).IsEmpty ? new DataField<long>(name, true) : new DataField<string>(name, true),
        TextDataViewType => new DataField<string>(name, true),
        BooleanDataViewType => new DataField<bool>(name, false),
        DateTimeDataViewType => new DateTimeDataField(name, DateTimeFormat.DateAndTimeMicros, isNullable: true),
        NumberDataViewType { RawType: var type } => Type.GetTypeCode(type) switch
        {
            TypeCode.Single => new DataField<float>(name, true),
            TypeCode.Double => new DataField<double>(name, true),
            TypeCode.SByte => new DataField<sbyte>(name, false),
            TypeCode.Byte => new DataField<byte>(name, false),
            TypeCode.Int16 => new DataField<short>(name, false),
            TypeCode.UInt16 => new DataField<ushort>(name, false),
            TypeCode.Int32 => new DataField<int>(name, false),
            TypeCode.UInt32 => new DataField<uint>(name, false),
            TypeCode.Int64 => new DataField<long>(name, false),
            _ => throw Unknown(column),
        },
        _ => throw Unknown(column),
    };

    private static DataViewType ItemOf(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    private static InvalidOperationException Unknown(DataViewSchema.Column column) => new(
        $"Column '{column.Name}': expected numbers of at most 63 bits, text, Booleans, dates, keys or vectors of known size, " +
        $"got {column.Type}. Leave it out or convert it before it is written as Parquet.");
}
