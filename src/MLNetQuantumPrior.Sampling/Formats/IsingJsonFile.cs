using System.Text.Json;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Ising models as JSON: one object with the properties, in any order,
/// <list type="table">
/// <item><term>format</term><description>the string "ising-model"</description></item>
/// <item><term>version</term><description>the number 1</description></item>
/// <item><term>graph</term><description>the graph's name</description></item>
/// <item><term>spins</term><description>n, their number, at least 1</description></item>
/// <item><term>labels</term><description>n ascending integers of at least 0; optional, else 0 .. n-1</description></item>
/// <item><term>colors</term><description>n integers 0 .. colours-1, different at the ends of each edge; optional, else found from the
/// edges</description></item>
/// <item><term>fields</term><description>n numbers h</description></item>
/// <item><term>edges</term><description>pairs [i, j] of different spins 0 .. n-1, each pair once</description></item>
/// <item><term>couplings</term><description>a number J for each edge, in the same order</description></item>
/// <item><term>offset</term><description>a constant of all energies; optional, else 0</description></item>
/// <item><term>exactFields, exactCouplings</term><description>the same numbers in double precision; optional, where single precision does
/// not hold them</description></item>
/// </list>
/// Numbers are finite in single precision and read back as they were. Samplers draw the same samples from a model before and after.
/// </summary>
public static class IsingJsonFile
{
    /// <summary>Writes a model. The file is there as a whole or not at all.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="model">What to write.</param>
    public static void Write(string path, IsingModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        WholeFile.Write(path, stream => Write(stream, IsingJson.Of(model)));
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model; edges and couplings are in the order of <see cref="SpinGraph.Edges"/>.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is not of this form; the message names file and place, what was expected and what is there.
    /// </exception>
    public static IsingModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream; errors call it by a name.</summary>
    internal static IsingModel Read(Stream stream, string name)
    {
        name = $"{name}, ising-model JSON";
        IsingJson json;
        try
        {
            json = JsonSerializer.Deserialize(stream, IsingJsonContext.Default.IsingJson) ?? throw new JsonException("null", "$", 0, 0);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{name}, {Place(error)}: expected {Expected(error.Path)}, got {Got(error)}", error);
        }

        if (json.FirstDefect() is { } defect)
        {
            throw new InvalidDataException($"{name}, {defect}");
        }

        try
        {
            return json.ToModel();
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(
                $"{name}, couplings: expected what single precision can add up, got others. {error.Message}", error);
        }
    }

    /// <summary>One property a line, where JsonSerializer would indent to one number a line.</summary>
    private static void Write(Stream stream, IsingJson content)
    {
        using JsonDocument document = JsonSerializer.SerializeToDocument(content, IsingJsonContext.Default.IsingJson);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            json.WritePropertyName(property.Name);
            json.WriteRawValue(property.Value.GetRawText(), skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static string Place(JsonException error)
    {
        string place = $"line {error.LineNumber + 1 ?? 1}";
        return error.Path is ['$', '.', .. string property] ? $"{place}, {property}" : place;
    }

    private static string Expected(string? path) => path?.Split('.', '[').ElementAtOrDefault(1) switch
    {
        "format" or "graph" => "a text",
        "version" or "spins" => "an integer",
        "labels" or "colors" => "an array of integers",
        "fields" or "couplings" => "an array of numbers of single precision",
        "offset" => "a number",
        "exactFields" or "exactCouplings" => "an array of numbers",
        "edges" => "an array of pairs [i, j] of integers",
        _ => "a JSON object with the properties of an Ising model",
    };

    /// <summary>Where the error is, and what JsonSerializer says of it beyond that a value has another type.</summary>
    private static string Got(JsonException error)
    {
        string message = error.Message.Split(" Path: ")[0].Replace($"type '{typeof(IsingJson).FullName}'", "an Ising model");
        string place = $"an error at byte {error.BytePositionInLine + 1 ?? 1}";
        return message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? $"{place}." : $"{place}: {message}";
    }
}
