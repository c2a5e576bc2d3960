using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML;

namespace MLNetQuantumPrior.Tool;

/// <summary>How a table is written: what generated rows are written like.</summary>
/// <param name="Dialect">Of a CSV file; null where it was none.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record TableForm(CsvDialect? Dialect, ImmutableArray<ColumnForm> Columns)
{
    /// <summary>Columns of a Parquet file as they are there, by name.</summary>
    [JsonIgnore]
    public ImmutableDictionary<string, Parquet.Schema.DataField> Fields { get; init; } =
        ImmutableDictionary<string, Parquet.Schema.DataField>.Empty;

    /// <summary>The form of a table of which only the types are known.</summary>
    public static TableForm Of(DataViewSchema schema) => new(null, [.. schema.Select(column => ColumnForm.Of(column.Name, column.Type))]);

    /// <summary>The forms of the columns that a table has, in its order: of "Debt.Low" and "Debt.High" that of "Debt".</summary>
    public ImmutableArray<ColumnForm> Of(IDataView table) =>
    [
        .. table.Schema.Select(column =>
            Columns.FirstOrDefault(form => form.Name == column.Name && form.ViewType.Equals(column.Type))
            ?? Columns.Where(form => IsEnd(column.Name, form.Name) && form.ViewType.Equals(column.Type))
                .Select(form => form with { Name = column.Name, Written = null }).FirstOrDefault()
            ?? ColumnForm.Of(column.Name, column.Type)),
    ];

    /// <summary>Whether a column holds the ends of intervals of another one.</summary>
    private static bool IsEnd(string name, string other) => name == $"{other}.Low" || name == $"{other}.High";

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, FormJson.Default.TableForm);

    /// <exception cref="InvalidDataException">It is no such form.</exception>
    public static TableForm Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, FormJson.Default.TableForm) is { Columns.IsDefault: false } form
                && form.Columns.All(column => column is { Name.Length: > 0 }) && form.Dialect is null or { LineBreak: not null }
                    ? form
                    : throw new InvalidDataException("Form of a table: expected columns with names, got others.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Form of a table: expected JSON, got {error.Message}", error);
        }
    }
}

/// <summary>JSON of forms, by code that is made at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TableForm))]
internal sealed partial class FormJson : JsonSerializerContext;
