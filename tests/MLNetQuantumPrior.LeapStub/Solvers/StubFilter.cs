using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>Which fields of a solver to send: "all,-status,-avg_load" or "none,+identity,+properties.qubits".</summary>
internal static class StubFilter
{
    /// <summary>The fields that a filter leaves, or null where it is none.</summary>
    public static JsonObject? Apply(JsonObject whole, string? filter)
    {
        string[] parts = (filter ?? "all").Split(',');
        if (parts[0] is not ("all" or "none"))
        {
            return null;
        }

        JsonObject left = parts[0] == "all" ? (JsonObject)whole.DeepClone() : [];
        foreach (string part in parts.Skip(1))
        {
            // A '+' that was not encoded arrives as a blank.
            string[] path = part.Length > 1 ? part[1..].Split('.') : [];
            switch (part.Length > 1 ? part[0] : '?')
            {
                case '+' or ' ':
                    Add(left, whole, path);
                    break;
                case '-':
                    Remove(left, path);
                    break;
                default:
                    return null;
            }
        }

        return left;
    }

    private static void Add(JsonObject to, JsonObject from, ReadOnlySpan<string> path)
    {
        if (from[path[0]] is not { } value)
        {
            return;
        }

        if (path.Length == 1)
        {
            to[path[0]] = value.DeepClone();
        }
        else if (value is JsonObject inner)
        {
            to[path[0]] ??= new JsonObject();
            Add((JsonObject)to[path[0]]!, inner, path[1..]);
        }
    }

    private static void Remove(JsonObject from, ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            from.Remove(path[0]);
        }
        else if (from[path[0]] is JsonObject inner)
        {
            Remove(inner, path[1..]);
        }
    }
}
