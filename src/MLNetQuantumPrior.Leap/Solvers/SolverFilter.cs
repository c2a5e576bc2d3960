using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>Which solvers a setting selects: all conditions, such as "num_qubits__gt" with a number, must hold.</summary>
internal sealed class SolverFilter
{
    private readonly ImmutableArray<SolverCondition> _conditions;
    private readonly string _text;

    private SolverFilter(string text, ImmutableArray<SolverCondition> conditions) => (_text, _conditions) = (text, conditions);

    /// <summary>A JSON object of conditions, a name, or a name and a working graph.</summary>
    /// <param name="setting">The text; null selects all that are online.</param>
    /// <exception cref="InvalidDataException">The text is none of these, or a condition is wrong.</exception>
    public static SolverFilter Parse(Setting? setting)
    {
        string text = setting?.Text.Trim() ?? "{}";
        try
        {
            Dictionary<string, JsonElement> wanted = text.StartsWith('{') ? Conditions(setting, text) : Identity(setting!, text);
            wanted.TryAdd("online", JsonElement.Parse("true"));
            return new(text, [.. wanted.Select(pair => SolverCondition.Parse(pair.Key, pair.Value))]);
        }
        catch (FormatException error)
        {
            throw setting!.Wrong(error.Message);
        }
    }

    public bool Matches(LeapSolver solver) => _conditions.All(condition => condition.Holds(solver));

    /// <summary>The setting.</summary>
    public override string ToString() => _text;

    private static Dictionary<string, JsonElement> Conditions(Setting? setting, string text)
    {
        try
        {
            return JsonElement.Parse(text).EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw setting!.Wrong("a JSON object of conditions, each once, a name, or 'NAME;graph_id=G'");
        }
    }

    private static Dictionary<string, JsonElement> Identity(Setting setting, string text)
    {
        string[] parts = text.Split(';');
        var wanted = new Dictionary<string, JsonElement> { ["name"] = JsonElement.Parse(Quoted(parts[0])) };
        foreach (string part in parts[1..])
        {
            int equals = part.IndexOf('=');
            string version = equals < 0 ? "" : Uri.UnescapeDataString(part[..equals]);
            if (version != "graph_id" || !wanted.TryAdd(version, JsonElement.Parse(Quoted(part[(equals + 1)..]))))
            {
                throw setting.Wrong("'NAME;graph_id=G'");
            }
        }

        return wanted;
    }

    private static string Quoted(string escaped) => $"\"{JsonEncodedText.Encode(Uri.UnescapeDataString(escaped))}\"";
}
