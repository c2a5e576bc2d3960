using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior;

/// <summary>The label column: a key, text, a boolean or a number. Whatever its type, a class is known by a name.</summary>
/// <param name="Column">Where it is.</param>
internal sealed record LabelColumn(DataViewSchema.Column Column)
{
    private const string Expected = "a key, text, a Boolean, Single or Double";

    /// <summary>Finds and checks the column in a schema.</summary>
    public static LabelColumn In(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find label column '{name}': expected {Expected}.");
        return IsLabel(column.Type)
            ? new(column)
            : throw new ArgumentOutOfRangeException(
                nameof(schema), $"Schema mismatch for label column '{name}': expected {Expected}, got {column.Type}.");
    }

    /// <summary>Checks the column before there is data.</summary>
    public static void Check(SchemaShape schema, string name)
    {
        SchemaShape.Column[] found = [.. schema.Where(column => column.Name == name)];
        if (found.Length == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find label column '{name}': expected {Expected}.");
        }

        SchemaShape.Column last = found[^1];
        if (last.Kind != SchemaShape.Column.VectorKind.Scalar || !(last.IsKey || IsLabel(last.ItemType)))
        {
            string got = last.Kind == SchemaShape.Column.VectorKind.Scalar ? $"{last.ItemType}" : $"a vector of {last.ItemType}";
            throw new ArgumentOutOfRangeException(
                nameof(schema), $"Schema mismatch for label column '{name}': expected {Expected}, got {got}.");
        }
    }

    /// <summary>Names of all classes, where the column's type knows them before any row is read: the values of a key.</summary>
    public ImmutableArray<string> KnownNames() => Column.Type is KeyDataViewType key ? KeyNames.Of(Column, key) : [];

    /// <summary>Reads the present row's class name; null where the label is missing.</summary>
    public Func<string?> Reader(DataViewRow row) => Column.Type switch
    {
        KeyDataViewType key => KeyReader(row, key),
        TextDataViewType => Reader<ReadOnlyMemory<char>>(row, text => text.IsEmpty ? null : text.ToString()),
        BooleanDataViewType => Reader<bool>(row, value => value ? "True" : "False"),
        NumberDataViewType number when number == NumberDataViewType.Single => Reader<float>(row, Name),
        _ => Reader<double>(row, Name),
    };

    private static bool IsLabel(DataViewType type) =>
        type is KeyDataViewType or TextDataViewType or BooleanDataViewType
        || type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    private static string? Name(float value) => float.IsNaN(value) ? null : value.ToString(CultureInfo.InvariantCulture);

    private static string? Name(double value) => double.IsNaN(value) ? null : value.ToString(CultureInfo.InvariantCulture);

    private Func<string?> KeyReader(DataViewRow row, KeyDataViewType key)
    {
        ImmutableArray<string> names = KeyNames.Of(Column, key);
        string? Name(ulong value) => value == 0 || value > (ulong)names.Length ? null : names[(int)value - 1];
        return Type.GetTypeCode(key.RawType) switch
        {
            TypeCode.Byte => Reader<byte>(row, value => Name(value)),
            TypeCode.UInt16 => Reader<ushort>(row, value => Name(value)),
            TypeCode.UInt32 => Reader<uint>(row, value => Name(value)),
            _ => Reader<ulong>(row, Name),
        };
    }

    private Func<string?> Reader<T>(DataViewRow row, Func<T, string?> name)
    {
        ValueGetter<T> getter = row.GetGetter<T>(Column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return name(value);
        };
    }
}
