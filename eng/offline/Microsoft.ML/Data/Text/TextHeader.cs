using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>What is learned from a sample of the data before any is loaded: the names in its header, and the number of fields.</summary>
internal sealed class TextHeader(TextFormat format, IMultiStreamSource sample, int? inputSize)
{
    private const int SampleLines = 100;

    private readonly string[] _names = format.HasHeader && sample != null ? Names(format, sample) : [];

    /// <summary>The number of fields that all lines of the sample have.</summary>
    public int FieldCount()
    {
        if (inputSize > 0)
            return inputSize.Value;
        var counts = new List<int>();
        if (sample != null)
        {
            using var lines = new TextLines(format, sample);
            while (counts.Count < SampleLines && lines.MoveNext())
                counts.Add(lines.Fields.Count);
        }
        Contracts.CheckParam(counts.Count > 0, "Source", "Can't determine the number of source columns without valid data");
        Contracts.CheckParam(counts.Min() == counts.Max(), "Source", "The size of input lines is not consistent");
        return counts[0];
    }

    /// <summary>The name above a field, empty if there is none.</summary>
    public string NameOf(int field) => field < _names.Length ? _names[field] : "";

    private static string[] Names(TextFormat format, IMultiStreamSource sample)
    {
        using var lines = new TextLines(format, sample);
        return lines.MoveToHeader() ? [.. lines.Fields.Select(field => field.ToString().Trim())] : [];
    }
}
