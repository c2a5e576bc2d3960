using System.Buffers;
using System.Text.Json;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Writes a model as JSON, one property a line.</summary>
internal static class IsingJsonWriter
{
    public static void Write(Stream stream, IsingModel model)
    {
        SpinGraph graph = model.Graph;
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("format", IsingJsonReader.Format);
        json.WriteNumber("version", IsingJsonReader.Version);
        json.WriteString("graph", graph.Name);
        json.WriteNumber("spins", graph.SpinCount);
        if (!graph.Labels.SequenceEqual(Enumerable.Range(0, graph.SpinCount)))
        {
            WriteArray(json, "labels", graph.Labels, static (array, label) => array.WriteNumberValue(label));
        }

        if (graph.ColoringIsKnown)
        {
            WriteArray(json, "colors", Colors(graph), static (array, color) => array.WriteNumberValue(color));
        }

        WriteArray(json, "fields", model.Fields, static (array, field) => array.WriteNumberValue(field));
        WriteArray(json, "edges", graph.Edges, static (array, edge) =>
        {
            array.WriteStartArray();
            array.WriteNumberValue(edge.I);
            array.WriteNumberValue(edge.J);
            array.WriteEndArray();
        });
        WriteArray(json, "couplings", model.Couplings, static (array, coupling) => array.WriteNumberValue(coupling));
        json.WriteEndObject();
    }

    private static int[] Colors(SpinGraph graph)
    {
        int[] color = new int[graph.SpinCount];
        for (int c = 0; c < graph.Coloring.Classes.Length; c++)
        {
            foreach (int spin in graph.Coloring.Classes[c])
            {
                color[spin] = c;
            }
        }

        return color;
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        var line = new ArrayBufferWriter<byte>();
        using var array = new Utf8JsonWriter(line);
        array.WriteStartArray();
        foreach (T value in values)
        {
            write(array, value);
        }

        array.WriteEndArray();
        array.Flush();
        json.WritePropertyName(name);
        json.WriteRawValue(line.WrittenSpan, skipInputValidation: true);
    }
}
