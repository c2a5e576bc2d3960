using System.Runtime.InteropServices;
using System.Text;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The entry outliers.bin of a model file, little-endian: "BMO2"; Double mean and deviation of the reconstruction, the energy, the
/// divergence and the Mahalanobis distance; Int32 held-out rows n; Int32 latents k of the covariance, or 0; k Single means and k (k + 1) /
/// 2 Single of the whitening triangle; for each row Single reconstruction, energy, entropy, Mahalanobis distance and what is beyond the
/// range. Of the first version, "BMVO"; mean and deviation of reconstruction and energy; n; for each row reconstruction, energy and
/// entropy.
/// </summary>
internal static class OutlierFile
{
    private const int FirstHeader = 40, FirstRow = 12, Header = 76, Row = 20;

    private static ReadOnlySpan<byte> FirstMagic => "BMVO"u8;

    private static ReadOnlySpan<byte> Magic => "BMO2"u8;

    public static byte[] Write(OutlierCalibration outliers)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        bool isFirst = outliers.IsOfFirstVersion;
        writer.Write(isFirst ? FirstMagic : Magic);
        TermMoments[] moments = [outliers.Reconstruction, outliers.PriorEnergy, outliers.Divergence, outliers.Mahalanobis];
        foreach ((double mean, double deviation) in moments[..(isFirst ? 2 : 4)])
        {
            writer.Write(mean);
            writer.Write(deviation);
        }

        writer.Write(outliers.HeldOut.Length);
        if (!isFirst)
        {
            writer.Write(outliers.Codes?.Mean.Length ?? 0);
            writer.Write(MemoryMarshal.AsBytes((outliers.Codes?.Mean ?? []).AsSpan()));
            writer.Write(MemoryMarshal.AsBytes((outliers.Codes?.Whitening ?? []).AsSpan()));
        }

        foreach (OutlierTerms row in outliers.HeldOut)
        {
            float[] terms = [row.Reconstruction, row.PriorEnergy, row.Entropy, row.Mahalanobis, row.BeyondRange];
            writer.Write(MemoryMarshal.AsBytes(terms.AsSpan(0, isFirst ? 3 : 5)));
        }

        return content.ToArray();
    }

    /// <exception cref="InvalidDataException">The content is not of this form, of another size, or holds a number out of range.</exception>
    public static OutlierCalibration Read(byte[] content)
    {
        bool isFirst = content.AsSpan().StartsWith(FirstMagic);
        int header = isFirst ? FirstHeader : Header, row = isFirst ? FirstRow : Row;
        if (content.Length < header || !(isFirst || content.AsSpan().StartsWith(Magic)))
        {
            throw new InvalidDataException(
                $"outliers.bin: expected it to begin with 'BMVO' or 'BMO2' and a header of {FirstHeader} or {Header} bytes.");
        }

        using var reader = new BinaryReader(new MemoryStream(content, Magic.Length, content.Length - Magic.Length));
        TermMoments[] moments =
            [.. Enumerable.Range(0, isFirst ? 2 : 4).Select(_ => new TermMoments(reader.ReadDouble(), reader.ReadDouble()))];
        int rows = reader.ReadInt32(), latents = isFirst ? 0 : reader.ReadInt32();
        CheckSize(content.Length, header, row, rows, latents);
        if (!moments.All(term => double.IsFinite(term.Mean) && double.IsFinite(term.Deviation) && term.Deviation > 0))
        {
            string got = string.Join(", ", moments.Select(term => $"{term.Mean}, {term.Deviation}"));
            throw new InvalidDataException($"outliers.bin: expected finite means and deviations above 0, got {got}.");
        }

        CodeSpread? codes = latents > 0 ? new([.. Singles(latents)], [.. Singles(CodeSpread.TriangleOf(latents))]) : null;
        OutlierTerms[] heldOut = [.. Enumerable.Range(0, rows).Select(_ => Singles(row / sizeof(float))).Select(
            terms => isFirst ? new OutlierTerms(terms[0], terms[1], terms[2]) : new(terms[0], terms[1], terms[2], terms[3], terms[4]))];
        return isFirst
            ? OutlierCalibration.Unmeasured with { Reconstruction = moments[0], PriorEnergy = moments[1], HeldOut = [.. heldOut] }
            : new(moments[0], moments[1], moments[2], moments[3], [.. heldOut]) { Codes = codes };

        float[] Singles(int count)
        {
            float[] values = new float[count];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return values.All(float.IsFinite) ? values : throw new InvalidDataException(
                "outliers.bin: expected finite terms, means and covariance, got one that is not.");
        }
    }

    private static void CheckSize(int size, int header, int row, int rows, int latents)
    {
        if (latents is < 0 or > CodeSpread.MostLatents)
        {
            throw new InvalidDataException(
                $"outliers.bin: expected the covariance of 0 to {CodeSpread.MostLatents} latents, got {latents}.");
        }

        header += sizeof(float) * (latents + CodeSpread.TriangleOf(latents));
        if (rows < 0 || size != header + ((long)rows * row))
        {
            throw new InvalidDataException($"outliers.bin: expected {header} bytes and {row} for each of {rows} rows, got {size}.");
        }
    }
}
