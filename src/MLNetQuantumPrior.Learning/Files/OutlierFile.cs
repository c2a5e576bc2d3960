using System.Text;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The entry outliers.bin of a model file, little-endian: "BMVO"; Double mean and deviation of the reconstruction, then of the energy;
/// Int32 held-out rows n; for each Single reconstruction, energy and entropy.
/// </summary>
internal static class OutlierFile
{
    private const int Header = 40, RowBytes = 12;

    private static ReadOnlySpan<byte> Magic => "BMVO"u8;

    public static byte[] Write(OutlierCalibration outliers)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(outliers.ReconstructionMean);
        writer.Write(outliers.ReconstructionDeviation);
        writer.Write(outliers.EnergyMean);
        writer.Write(outliers.EnergyDeviation);
        writer.Write(outliers.HeldOut.Length);
        foreach (OutlierTerms row in outliers.HeldOut)
        {
            writer.Write(row.Reconstruction);
            writer.Write(row.PriorEnergy);
            writer.Write(row.Entropy);
        }

        return content.ToArray();
    }

    /// <exception cref="InvalidDataException">The content is not of this form, of another size, or holds a number out of range.</exception>
    public static OutlierCalibration Read(byte[] content)
    {
        if (content.Length < Header || !content.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new InvalidDataException($"outliers.bin: expected it to begin with 'BMVO' and a header of {Header} bytes.");
        }

        using var reader = new BinaryReader(new MemoryStream(content, Magic.Length, content.Length - Magic.Length));
        double[] numbers = [.. Enumerable.Range(0, 4).Select(_ => reader.ReadDouble())];
        int rows = reader.ReadInt32();
        if (rows < 0 || content.Length != Header + ((long)rows * RowBytes))
        {
            throw new InvalidDataException(
                $"outliers.bin: expected {Header} bytes and {RowBytes} for each of {rows} rows, got {content.Length}.");
        }

        if (!numbers.All(double.IsFinite) || numbers[1] <= 0 || numbers[3] <= 0)
        {
            string got = string.Join(", ", numbers.Select(number => $"{number}"));
            throw new InvalidDataException($"outliers.bin: expected finite means and deviations above 0, got {got}.");
        }

        ImmutableArray<OutlierTerms> terms = [.. Enumerable.Range(0, rows).Select(
            _ => new OutlierTerms(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle()))];
        int wrong = terms.ToList().FindIndex(row => !double.IsFinite((double)row.Reconstruction + row.PriorEnergy + row.Entropy));
        return wrong < 0
            ? new(numbers[0], numbers[1], numbers[2], numbers[3], terms)
            : throw new InvalidDataException($"outliers.bin: expected finite terms of rows, got {terms[wrong]} in row {wrong}.");
    }
}
