using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>How a column of a table is modelled.</summary>
internal enum LayoutKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>One of some categories: text, keys, Booleans, or numbers that name something.</summary>
    Category,

    /// <summary>Points in time, as numbers of a unit after the first.</summary>
    Date,

    /// <summary>A vector of numbers: each slot is a column of its own inside.</summary>
    Vector,

    /// <summary>Names of rows, which say nothing: they are numbered on.</summary>
    Identifier,
}

/// <summary>A column of the user's table, and what its cells are inside: none, one, or one per slot.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">How it is modelled.</param>
/// <param name="Type">The type of its values; of a key that of its numbers; of a vector that of its items.</param>
internal sealed record LayoutColumn(string Name, LayoutKind Kind, TypeCode Type)
{
    /// <summary>What the categories are called, by code: text, or numbers and Booleans as text; of a key its numbers.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>The values of a key; null of other types.</summary>
    public ModelKey? Key { get; init; }

    /// <summary>
    /// What is taken off whole numbers that a <see cref="double"/> cannot hold, and off the ticks of dates; the bits of a
    /// <see cref="ulong"/>.
    /// </summary>
    public long Origin { get; init; }

    /// <summary>The origin as a number.</summary>
    [JsonIgnore]
    public Int128 Shift => Type == TypeCode.UInt64 ? (ulong)Origin : Origin;

    /// <summary>Ticks of the unit of dates.</summary>
    public long Unit { get; init; } = 1;

    /// <summary>Slots of a vector.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Names of the slots; none where they have none.</summary>
    public ImmutableArray<string> SlotNames { get; init; } = [];

    /// <summary>The number of the first generated identifier.</summary>
    public long NextIdentifier { get; init; }

    /// <summary>All that ML.NET knew of the column where it was read; null where it came from a file.</summary>
    [JsonIgnore]
    public DataViewSchema.Annotations? Annotations { get; init; }

    /// <summary>How many columns it is inside.</summary>
    [JsonIgnore]
    public int Cells => Kind switch
    {
        LayoutKind.Identifier => 0,
        LayoutKind.Vector => Slots,
        _ => 1,
    };

    /// <summary>The column's type in ML.NET.</summary>
    [JsonIgnore]
    public DataViewType ViewType => Kind == LayoutKind.Vector ? new VectorDataViewType(NumberDataViewType.Single, Slots)
        : Key is { } key ? new KeyDataViewType(ScalarType.RawType, (ulong)key.Count)
        : ScalarType;

    private PrimitiveDataViewType ScalarType => Type switch
    {
        TypeCode.Boolean => BooleanDataViewType.Instance,
        TypeCode.String => TextDataViewType.Instance,
        TypeCode.DateTime => DateTimeDataViewType.Instance,
        TypeCode.SByte => NumberDataViewType.SByte,
        TypeCode.Byte => NumberDataViewType.Byte,
        TypeCode.Int16 => NumberDataViewType.Int16,
        TypeCode.UInt16 => NumberDataViewType.UInt16,
        TypeCode.Int32 => NumberDataViewType.Int32,
        TypeCode.UInt32 => NumberDataViewType.UInt32,
        TypeCode.Int64 => NumberDataViewType.Int64,
        TypeCode.UInt64 => NumberDataViewType.UInt64,
        TypeCode.Single => NumberDataViewType.Single,
        _ => NumberDataViewType.Double,
    };

    /// <summary>Names of the columns inside.</summary>
    public IEnumerable<string> CellNames() => Kind switch
    {
        LayoutKind.Identifier => [],
        LayoutKind.Vector => Enumerable.Range(0, Slots).Select(slot =>
            FormattableString.Invariant($"{Name}[{(SlotNames.IsEmpty || SlotNames[slot].Length == 0 ? $"{slot}" : SlotNames[slot])}]")),
        _ => [Name],
    };

    /// <summary>The date of a cell, or the last one that there is: cells that count single ticks are rounded, maybe beyond it.</summary>
    public DateTime DateOf(double cell) =>
        new((long)Int128.Clamp(Origin + (Int128.CreateSaturating(cell) * Unit), 0, DateTime.MaxValue.Ticks));

    /// <summary>The text by which a value that a user gives is found among the categories.</summary>
    public string CategoryText(object value) => value switch
    {
        bool flag => flag ? "True" : "False",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    /// <summary>Whether the names of the categories are values of the type, as in a file that is not damaged.</summary>
    public bool AreCategoriesOfType()
    {
        try
        {
            Key?.Check();
            return Categories.All(name => name is not null && ModelLabel.IsOf(Type, name))
                && (Key is null || Categories.All(name => Convert.ToDecimal(name, CultureInfo.InvariantCulture) <= Key.Count));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
