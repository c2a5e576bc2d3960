using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace MLNetQuantumPrior.Tests.MLNet;

/// <summary>
/// A linear ONNX model in a temporary file, and rows for it. Outputs of an input X [N, 3]: Y.nd = X W + b, [N, 2]; Y, the same numbers
/// without the batch dimension, with slots that a node names "left" and "right"; Positive, where they are above 0; Total, their sum
/// without a dimension.
/// </summary>
internal sealed class LinearOnnx : IDisposable
{
    private static readonly float[] Weights = [1, 0.5f, -2, 0, 0.25f, 4], Bias = [0.125f, -1];

    public LinearOnnx()
    {
        using Stream content = typeof(LinearOnnx).Assembly.GetManifestResourceStream("linear.onnx")!;
        using FileStream file = System.IO.File.Create(File);
        content.CopyTo(file);
    }

    public string File { get; } = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");

    /// <summary>X W + b. All numbers are small binary fractions, so that every order of the sums gives the same.</summary>
    public static float[] Expected(float[] x) =>
        [.. Enumerable.Range(0, 2).Select(j => Bias[j] + Enumerable.Range(0, 3).Sum(i => x[i] * Weights[(2 * i) + j]))];

    public static IDataView View(MLContext ml, int rows) => ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(Row.At));

    public OnnxTransformer Transformer(MLContext ml, params string[] outputs) =>
        ml.Transforms.ApplyOnnxModel(outputs, ["X"], File).Fit(View(ml, 1));

    public void Dispose() => System.IO.File.Delete(File);

    public sealed class Row
    {
        [VectorType(3)]
        public float[] X { get; set; } = [];

        public static Row At(int i) => new() { X = [i, 1 - i, i * 0.5f] };
    }
}
