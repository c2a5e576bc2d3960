using System.Text.Json;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Reads bqpjson: the energy is scale (sum of linear and quadratic terms + offset).</summary>
internal static class BqpJsonReader
{
    public static IsingModel Read(Stream stream, string name)
    {
        using var json = new JsonTerms(stream, name, "bqpjson");
        Vartype vartype = json.Text("variable_domain") switch
        {
            "spin" => Vartype.Spin,
            "boolean" => Vartype.Binary,
            var other => throw json.Wrong("variable_domain", "\"spin\" or \"boolean\"", other),
        };
        double scale = json.Number(json.Root, "scale", "", missing: 1);
        var terms = new IsingTerms { Offset = scale * json.Number(json.Root, "offset", "", missing: 0) };
        JsonElement[] ids = json.Array("variable_ids");
        var known = new HashSet<int>();
        for (int k = 0; k < ids.Length; k++)
        {
            int id = json.Label(ids[k], $"variable_ids[{k}]");
            known.Add(id);
            terms.Add(id, 0);
        }

        JsonElement[] linear = json.Array("linear_terms");
        for (int k = 0; k < linear.Length; k++)
        {
            string place = $"linear_terms[{k}].";
            terms.Add(Known(linear[k], "id", place), scale * json.Number(linear[k], "coeff", place));
        }

        JsonElement[] quadratic = json.Array("quadratic_terms");
        for (int k = 0; k < quadratic.Length; k++)
        {
            string place = $"quadratic_terms[{k}].";
            (int tail, int head) = (Known(quadratic[k], "id_tail", place), Known(quadratic[k], "id_head", place));
            if (tail == head)
            {
                throw json.Wrong($"{place}id_head", "another variable than id_tail", $"{head}");
            }

            terms.Add(tail, head, scale * json.Number(quadratic[k], "coeff", place));
        }

        return json.Finish(terms, vartype);

        int Known(JsonElement term, string property, string place)
        {
            int id = json.Label(term, property, place);
            return known.Contains(id) ? id : throw json.Wrong($"{place}{property}", "one of variable_ids", $"{id}");
        }
    }
}
