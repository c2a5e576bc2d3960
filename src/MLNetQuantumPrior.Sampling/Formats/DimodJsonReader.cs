using System.Text.Json;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Reads the JSON of dimod's <c>BinaryQuadraticModel.to_serializable()</c>, schema 3.</summary>
internal static class DimodJsonReader
{
    public static IsingModel Read(Stream stream, string name)
    {
        using var json = new JsonTerms(stream, name, "dimod JSON");
        string type = json.Text("type");
        if (type != "BinaryQuadraticModel")
        {
            throw json.Wrong("type", "\"BinaryQuadraticModel\"", type);
        }

        RefuseOtherSchemas(json);
        Vartype vartype = json.Text("variable_type") switch
        {
            "SPIN" => Vartype.Spin,
            "BINARY" => Vartype.Binary,
            var other => throw json.Wrong("variable_type", "\"SPIN\" or \"BINARY\"", other),
        };
        int[] labels = Labels(json.Array("variable_labels"));
        var terms = new IsingTerms { Offset = json.Number(json.Root, "offset", "", missing: 0) };
        JsonElement[] linear = OfLength("linear_biases", labels.Length, "variable_labels");
        for (int k = 0; k < labels.Length; k++)
        {
            terms.Add(labels[k], json.Number(linear[k], $"linear_biases[{k}]"));
        }

        JsonElement[] biases = json.Array("quadratic_biases");
        JsonElement[] heads = OfLength("quadratic_head", biases.Length, "quadratic_biases");
        JsonElement[] tails = OfLength("quadratic_tail", biases.Length, "quadratic_biases");
        for (int k = 0; k < biases.Length; k++)
        {
            (int head, int tail) = (Variable(heads[k], $"quadratic_head[{k}]"), Variable(tails[k], $"quadratic_tail[{k}]"));
            if (head == tail)
            {
                throw json.Wrong($"quadratic_tail[{k}]", "another variable than quadratic_head", $"{tail}");
            }

            terms.Add(labels[head], labels[tail], json.Number(biases[k], $"quadratic_biases[{k}]"));
        }

        return json.Finish(terms, vartype);

        JsonElement[] OfLength(string property, int length, string like)
        {
            JsonElement[] array = json.Array(property);
            return array.Length == length ? array : throw json.Wrong(property, $"{length} numbers, as many as {like}", $"{array.Length}");
        }

        int Variable(JsonElement value, string place)
        {
            int variable = json.Label(value, place);
            return variable < labels.Length ? variable : throw json.Wrong(place, $"a variable below {labels.Length}", $"{variable}");
        }
    }

    private static void RefuseOtherSchemas(JsonTerms json)
    {
        if (!json.Root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Object
            || !version.TryGetProperty("bqm_schema", out JsonElement schema) || schema.ValueKind != JsonValueKind.String
            || !schema.GetString()!.StartsWith("3.", StringComparison.Ordinal))
        {
            throw json.Wrong(
                "version.bqm_schema", "\"3.0.0\"", version.ValueKind == JsonValueKind.Undefined ? "none" : version.GetRawText());
        }

        if (json.Root.TryGetProperty("use_bytes", out JsonElement bytes) && bytes.ValueKind == JsonValueKind.True)
        {
            throw json.Wrong("use_bytes", "false, arrays of numbers", "true");
        }
    }

    private static int[] Labels(JsonElement[] labels)
    {
        int[] numbers = new int[labels.Length];
        for (int k = 0; k < labels.Length; k++)
        {
            if (labels[k].ValueKind != JsonValueKind.Number || !labels[k].TryGetInt32(out numbers[k]) || numbers[k] < 0)
            {
                return [.. Enumerable.Range(0, labels.Length)];
            }
        }

        return numbers.Distinct().Count() == numbers.Length ? numbers : [.. Enumerable.Range(0, labels.Length)];
    }
}
