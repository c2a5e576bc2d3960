using System.Text.Json;
using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Leap;

/// <summary>One condition on a solver: what is compared, how, and to what.</summary>
internal sealed record SolverCondition(string Path, string? Operator, JsonElement Value)
{
    private static readonly ImmutableHashSet<string> Operators =
    [
        "available", "eq", "lt", "lte", "gt", "gte", "regex", "covers", "within", "in", "contains", "issubset", "issuperset",
    ];

    /// <summary>A condition from its spelling, "key__key__operator".</summary>
    /// <exception cref="FormatException">What it compares to does not fit the operator.</exception>
    public static SolverCondition Parse(string spelling, JsonElement value)
    {
        string[] keys = spelling.Split("__");
        string? operation = keys.Length > 1 && Operators.Contains(keys[^1]) ? keys[^1] : null;
        bool fits = operation switch
        {
            _ when spelling == "order_by" => false,
            "lt" or "lte" or "gt" or "gte" => value.ValueKind is JsonValueKind.Number or JsonValueKind.String,
            "regex" => value.ValueKind == JsonValueKind.String && IsPattern(value.GetString()!),
            "covers" => JsonComparison.Range(value) is not null || value.ValueKind == JsonValueKind.Number,
            "within" => JsonComparison.Range(value) is not null,
            "in" or "issubset" or "issuperset" => value.ValueKind == JsonValueKind.Array,
            "available" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => true,
        };
        return fits
            ? new(string.Join('.', operation is null ? keys : keys[..^1]), operation, value)
            : throw new FormatException($"another condition than '{spelling}', or another value of it");
    }

    public bool Holds(LeapSolver solver)
    {
        string operation = Operator ?? "eq";
        JsonElement? found = Derived(solver);
        if (found is null && Within(solver.Definition, $"properties.parameters.{Path}") is { } parameter)
        {
            (found, operation) = (parameter, Operator ?? "available");
        }

        found ??= Within(solver.Definition, $"properties.{Path}") ?? Within(solver.Definition, Path);
        return found is not { ValueKind: not JsonValueKind.Null } left
            ? operation switch
            {
                "available" => Value.ValueKind == JsonValueKind.False,
                "eq" => Value.ValueKind == JsonValueKind.Null,
                _ => false,
            }
            : operation switch
            {
                "available" => Value.ValueKind != JsonValueKind.False,
                "eq" => JsonElement.DeepEquals(left, Value),
                "lt" => JsonComparison.Compare(left, Value) < 0,
                "lte" => JsonComparison.Compare(left, Value) <= 0,
                "gt" => JsonComparison.Compare(left, Value) > 0,
                "gte" => JsonComparison.Compare(left, Value) >= 0,
                "regex" => left.ValueKind == JsonValueKind.String && Pattern(Value.GetString()!).IsMatch(left.GetString()!),
                "covers" => JsonComparison.Covers(left, Value),
                "within" => JsonComparison.Covers(Value, left),
                "in" => JsonComparison.Contains(Value, left),
                "contains" => JsonComparison.Contains(left, Value),
                "issubset" => JsonComparison.IsSubset(left, Value),
                _ => JsonComparison.IsSubset(Value, left),
            };
    }

    /// <summary>What the vendor's client makes of a solver's properties.</summary>
    private JsonElement? Derived(LeapSolver solver)
    {
        string? json = Path switch
        {
            "online" => solver.IsOnline ? "true" : "false",
            "qpu" => "true",
            "hybrid" or "software" => "false",
            "avg_load" => FormattableString.Invariant($"{solver.AverageLoad:R}"),
            "num_active_qubits" => $"{solver.Qubits.Length}",
            "id" or "name" => Quoted(solver.Name),
            "graph_id" => solver.GraphId is { } graph ? Quoted(graph) : "null",
            "version" => solver.GraphId is { } graph ? $$"""{"graph_id":{{Quoted(graph)}}}""" : "{}",
            _ => null,
        };
        return json is null ? null : JsonElement.Parse(json);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static JsonElement? Within(JsonElement root, string path)
    {
        JsonElement place = root;
        foreach (string key in path.Split('.'))
        {
            if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(key, out place))
            {
                return null;
            }
        }

        return place;
    }

    private static Regex Pattern(string text) => new($"^(?:{text})$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static bool IsPattern(string text)
    {
        try
        {
            return Pattern(text) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
