using System.Text.Json.Serialization;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tool;

/// <summary>What a column of a file holds, and how it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="HasMissing">Whether cells are missing.</param>
internal sealed record ColumnForm(string Name, CellType Type, bool HasMissing)
{
    /// <summary>The name as the header has it, if that is another one.</summary>
    public string? Written { get; init; }

    /// <summary>Whether the header has the name in quotes.</summary>
    public bool HasQuotedName { get; init; }

    /// <summary>Whether all values are in quotes, needed or not.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>What a missing cell is written as.</summary>
    public string Missing { get; init; } = "";

    /// <summary>Of numbers.</summary>
    public NumberForm? Number { get; init; }

    /// <summary>The word for true: of flags.</summary>
    public string? True { get; init; }

    /// <summary>The word for false: of flags.</summary>
    public string? False { get; init; }

    /// <summary>How a date is written, as .NET has it: of dates.</summary>
    public string? DateFormat { get; init; }

    /// <summary>
    /// Its type in ML.NET, where only numbers, dates and text may be missing: so numbers of a column with missing cells become
    /// <see cref="double"/>, and flags text.
    /// </summary>
    [JsonIgnore]
    public PrimitiveDataViewType ViewType => Type switch
    {
        CellType.Whole when !HasMissing => NumberDataViewType.Int64,
        CellType.Whole or CellType.Number => NumberDataViewType.Double,
        CellType.Single => NumberDataViewType.Single,
        CellType.Flag when !HasMissing => BooleanDataViewType.Instance,
        CellType.Date => DateTimeDataViewType.Instance,
        _ => TextDataViewType.Instance,
    };

    /// <summary>The form of a column of which only the type is known.</summary>
    public static ColumnForm Of(string name, DataViewType type) => type switch
    {
        BooleanDataViewType => new(name, CellType.Flag, false) { True = "true", False = "false" },
        TextDataViewType => new(name, CellType.Text, true),
        DateTimeDataViewType => new(name, CellType.Date, true) { DateFormat = "yyyy-MM-dd HH:mm:ss" },
        NumberDataViewType when type.RawType == typeof(float) => new(name, CellType.Single, true) { Number = NumberForm.Shortest },
        NumberDataViewType when type.RawType == typeof(double) => new(name, CellType.Number, true) { Number = NumberForm.Shortest },
        NumberDataViewType when type.RawType != typeof(ulong) => new(name, CellType.Whole, false) { Number = NumberForm.Whole },
        _ => throw new InvalidDataException(
            $"Column '{name}': expected numbers, text, Booleans or dates, got {type}, which files do not hold."),
    };
}
