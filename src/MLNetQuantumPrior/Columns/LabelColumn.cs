using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>The label column: a key, text, a Boolean or a number. Whatever its type, a class is known by a name.</summary>
/// <param name="Column">Where it is.</param>
internal sealed record LabelColumn(DataViewSchema.Column Column)
{
    private const string Expected = "a key, text, a Boolean or a number";

    /// <summary>Finds and checks the column in a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">Name of the column.</param>
    /// <param name="what">What errors call it.</param>
    public static LabelColumn In(DataViewSchema schema, string name, string what = "label")
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find {what} column '{name}': expected {Expected}.");
        return IsLabel(column.Type)
            ? new(column)
            : throw new ArgumentOutOfRangeException(
                nameof(schema), $"Schema mismatch for {what} column '{name}': expected {Expected}, got {column.Type}.");
    }

    /// <summary>Checks the column before there is data.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">Name of the column.</param>
    /// <param name="what">What errors call it.</param>
    public static void Check(SchemaShape schema, string name, string what = "label")
    {
        SchemaShape.Column[] found = [.. schema.Where(column => column.Name == name)];
        if (found.Length == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find {what} column '{name}': expected {Expected}.");
        }

        SchemaShape.Column last = found[^1];
        if (last.Kind != SchemaShape.Column.VectorKind.Scalar || !(last.IsKey || IsLabel(last.ItemType)))
        {
            string got = last.Kind == SchemaShape.Column.VectorKind.Scalar ? $"{last.ItemType}" : $"a vector of {last.ItemType}";
            throw new ArgumentOutOfRangeException(
                nameof(schema), $"Schema mismatch for {what} column '{name}': expected {Expected}, got {got}.");
        }
    }

    /// <summary>Names of all classes, where the column's type knows them before any row is read: the values of a key.</summary>
    /// <param name="most">A key of more numbers without names is as good as unknown.</param>
    public ImmutableArray<string> KnownNames(int most)
    {
        if (Column.Type is not KeyDataViewType key)
        {
            return [];
        }

        ImmutableArray<string> names = KeyNames.Of(Column);
        return !names.IsEmpty || key.Count > (ulong)most
            ? names
            : [.. Enumerable.Range(1, (int)key.Count).Select(number => number.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>Reads the present row's class name; null where the label is missing.</summary>
    public Func<string?> Reader(DataViewRow row) => Column.Type switch
    {
        KeyDataViewType key => KeyReader(row, key),
        TextDataViewType => Reader<ReadOnlyMemory<char>>(row, text => text.IsEmpty ? null : text.ToString()),
        BooleanDataViewType => Reader<bool>(row, value => value ? "True" : "False"),
        _ => Type.GetTypeCode(Column.Type.RawType) switch
        {
            TypeCode.SByte => Numbers<sbyte>(row),
            TypeCode.Byte => Numbers<byte>(row),
            TypeCode.Int16 => Numbers<short>(row),
            TypeCode.UInt16 => Numbers<ushort>(row),
            TypeCode.Int32 => Numbers<int>(row),
            TypeCode.UInt32 => Numbers<uint>(row),
            TypeCode.Int64 => Numbers<long>(row),
            TypeCode.UInt64 => Numbers<ulong>(row),
            TypeCode.Single => Numbers<float>(row),
            _ => Numbers<double>(row),
        },
    };

    /// <summary>The column as a model keeps it.</summary>
    /// <param name="rows">Rows of each class.</param>
    public ModelLabel ToModel(ImmutableArray<long> rows) => new(
        Column.Type is TextDataViewType ? TypeCode.String : Type.GetTypeCode(Column.Type.RawType),
        rows,
        Column.Type is KeyDataViewType key ? KeyNames.ToModel(Column, key) : null);

    private static bool IsLabel(DataViewType type) =>
        type is KeyDataViewType or TextDataViewType or BooleanDataViewType or NumberDataViewType;

    private Func<string?> Numbers<T>(DataViewRow row)
        where T : INumber<T> => Reader<T>(row, value => T.IsNaN(value) ? null : value.ToString(null, CultureInfo.InvariantCulture));

    private Func<string?> KeyReader(DataViewRow row, KeyDataViewType key)
    {
        ImmutableArray<string> names = KeyNames.Of(Column);
        string? Name(ulong value) => value == 0 || value > key.Count ? null
            : names.IsEmpty ? value.ToString(CultureInfo.InvariantCulture)
            : names[(int)value - 1];
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
