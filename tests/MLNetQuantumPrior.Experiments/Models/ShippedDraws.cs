using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Rows that the ONNX file of a generator of ten classes draws, of its classes in turn, with the ids from 0 on.</summary>
/// <param name="Bits">0 or 1. <c>[rows, latents]</c></param>
/// <param name="Features">In the units of the data. <c>[rows, features]</c></param>
/// <param name="Labels">Index of the class of each row.</param>
internal sealed record ShippedDraws(float[] Bits, float[] Features, int[] Labels)
{
    /// <summary>Rows that models.json says the bits and the judge's figure of, for a test.</summary>
    public const int Checked = 200;

    private const int Classes = 10, RowsAtOnce = 500, Sweeps = 20;

    public string BitsSha256 => Convert.ToHexStringLower(SHA256.HashData(Array.ConvertAll(Bits, bit => (byte)bit)));

    /// <summary>The share of rows that a judge reads as their class.</summary>
    public double JudgedBy(Classifier judge) => judge.Accuracy(new(Features.Length / Labels.Length, Features), Labels);

    public static ShippedDraws Draw(string file, int rows, ulong seed)
    {
        using var session = new InferenceSession(file);
        List<float> bits = [], features = [];
        for (int first = 0; first < rows; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows - first);
            using var results = session.Run(
            [
                Column("Class", count, row => (float)((first + row) % Classes)), Column("Id", count, row => (long)(first + row)),
                Column("Seed", count, _ => (long)seed), Column("Sweeps", count, _ => (long)Sweeps), Column("Beta", count, _ => 1f),
            ]);
            bits.AddRange(results.Single(result => result.Name == "Bits").AsEnumerable<float>());
            features.AddRange(results.Single(result => result.Name == "Features").AsEnumerable<float>());
        }

        return new([.. bits], [.. features], [.. Enumerable.Range(0, rows).Select(row => row % Classes)]);
    }

    private static NamedOnnxValue Column<T>(string name, int rows, Func<int, T> value)
        where T : unmanaged => NamedOnnxValue.CreateFromTensor(
            name, new DenseTensor<T>(Enumerable.Range(0, rows).Select(value).ToArray(), [rows, 1]));
}
