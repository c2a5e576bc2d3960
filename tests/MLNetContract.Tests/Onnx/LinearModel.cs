using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Onnx;

/// <summary>A linear ONNX model in a temporary file, and rows for it.</summary>
internal sealed class LinearModel : IDisposable
{
    private static readonly float[] Weights = [1, 0.5f, -2, 0, 0.25f, 4];
    private static readonly float[] Bias = [0.125f, -1];

    public LinearModel(int batch = 0) => System.IO.File.WriteAllBytes(File, OnnxFile.Linear(Weights, Bias, ["left", "right"], batch));

    public string File { get; } = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");

    /// <summary>X W + b. All numbers are small binary fractions, so that every order of the sums gives the same.</summary>
    public static float[] Expected(float[] x) =>
        [.. Enumerable.Range(0, 2).Select(j => Bias[j] + Enumerable.Range(0, 3).Sum(i => x[i] * Weights[(2 * i) + j]))];

    public static IDataView View(MLContext ml, int rows) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(Row.At));

    public void Dispose() => System.IO.File.Delete(File);

    public sealed class Row
    {
        [VectorType(3)]
        public float[] X { get; set; }

        public static Row At(int i) => new() { X = [i, 1 - i, i * 0.5f] };
    }

    public sealed class Result
    {
        [VectorType(2)]
        public float[] Y { get; set; }

        [VectorType(2)]
        public bool[] Positive { get; set; }
    }
}
