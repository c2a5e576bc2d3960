using System.Text.Json;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Reads as JSON: an object with "format": "ising-samples", "version": 1, "spins", and "reads", an array of objects with "bits" (a string
/// of 0 and 1, 1 where the spin is +1), "energy" and "occurrences". State and diagnostics are left out.
/// </summary>
public static class SampleSetFile
{
    private const string Format = "ising-samples";

    /// <summary>Writes reads. The file is there as a whole or not at all.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="samples">What to write.</param>
    public static void Write(string path, SampleSet samples)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(samples);
        WholeFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", 1);
            json.WriteNumber("spins", samples.Spins.Columns);
            json.WriteStartArray("reads");
            for (int r = 0; r < samples.Spins.Rows; r++)
            {
                json.WriteStartObject();
                json.WriteString("bits", SampleSet.Bits(samples.Spins[r]));
                json.WriteNumber("energy", samples.Energies[r]);
                json.WriteNumber("occurrences", samples.Count(r));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not of this form.</exception>
    public static SampleSet Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        using var json = new JsonTerms(stream, path, $"{Format} JSON");
        string format = json.Text("format");
        if (format != Format || json.Label(json.Root, "version", "") != 1)
        {
            throw json.Wrong("format", $"\"{Format}\", version 1", format);
        }

        int spins = json.Label(json.Root, "spins", "");
        JsonElement[] reads = json.Array("reads");
        if (spins == 0)
        {
            throw json.Wrong("spins", "an integer of at least 1", "0");
        }

        var states = new List<sbyte>();
        double[] energies = new double[reads.Length];
        int[] occurrences = new int[reads.Length];
        for (int r = 0; r < reads.Length; r++)
        {
            string place = $"reads[{r}].";
            string? bits = reads[r].ValueKind == JsonValueKind.Object && reads[r].TryGetProperty("bits", out JsonElement value)
                && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            if (bits is null || bits.Length != spins || bits.AsSpan().ContainsAnyExcept('0', '1'))
            {
                throw json.Wrong($"{place}bits", $"{spins} characters 0 or 1", bits ?? "none");
            }

            states.AddRange(bits.Select(bit => (sbyte)(bit == '1' ? 1 : -1)));
            energies[r] = json.Number(reads[r], "energy", place);
            occurrences[r] = json.Label(reads[r], "occurrences", place);
        }

        return new(new SpinMatrix(reads.Length, spins, [.. states]), [.. energies], State: null)
        {
            Occurrences = occurrences.All(count => count == 1) ? null : [.. occurrences],
        };
    }
}
