using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Multinomial logistic loss of a group of <see cref="GroupRows"/> rows, in three steps: scores, residuals, gradient.
/// Rows and weights have a stride of whole vectors; scores are [row, class] with an even number of classes.
/// </summary>
internal static class SoftmaxKernel
{
    /// <summary>Eight rows of a thousand features are 32 KB: they stay in the first-level cache while the classes pass over them.</summary>
    public const int GroupRows = 8;

    // 4 rows x 2 classes: 8 accumulators and 6 operands fit the 16 registers of AVX2.
    private const int TileRows = 4;
    private const int TileClasses = 2;

    public static int PaddedClasses(int classes) => (classes + TileClasses - 1) / TileClasses * TileClasses;

    /// <summary>scores[r, c] = x_r . w_c</summary>
    public static void Scores(ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> scores, int stride)
    {
        int classes = scores.Length / GroupRows;
        for (int c = 0; c < classes; c += TileClasses)
        {
            for (int r = 0; r < GroupRows; r += TileRows)
                TileScores(x[(r * stride)..], w[(c * stride)..], scores[(r * classes + c)..], classes, stride);
        }
    }

    /// <summary>
    /// Replaces scores by residuals, weight_r (softmax_c(scores_r) - [c is the label of r]), and returns the sum of weight_r loss_r.
    /// Columns from <paramref name="classes"/> on are padding and become 0.
    /// </summary>
    public static double Residuals(Span<float> scores, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, int classes)
    {
        int width = scores.Length / GroupRows;
        double loss = 0;
        for (int r = 0; r < GroupRows; r++)
        {
            Span<float> row = scores.Slice(r * width, width);
            row[classes..].Clear();
            row = row[..classes];
            if (weights[r] == 0)
            {
                row.Clear();
                continue;
            }

            double logZ = LogSumExp(row);
            loss += weights[r] * (logZ - row[labels[r]]);
            for (int c = 0; c < row.Length; c++)
                row[c] = (float)(weights[r] * Math.Exp(row[c] - logZ));
            row[labels[r]] -= weights[r];
        }
        return loss;
    }

    /// <summary>gradient_c += sum over r of residuals[r, c] x_r</summary>
    public static void AddGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> residuals, Span<float> gradient, int stride)
    {
        int classes = residuals.Length / GroupRows;
        for (int c = 0; c < classes; c += TileClasses)
        {
            for (int r = 0; r < GroupRows; r += TileRows)
                AddTileGradient(x[(r * stride)..], residuals[(r * classes + c)..], gradient[(c * stride)..], classes, stride);
        }
    }

    public static double LogSumExp(ReadOnlySpan<float> scores)
    {
        float max = float.NegativeInfinity;
        foreach (float score in scores)
            max = Math.Max(max, score);
        double sum = 0;
        foreach (float score in scores)
            sum += Math.Exp(score - max);
        return max + Math.Log(sum);
    }

    private static void TileScores(ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> scores, int width, int stride)
    {
        ref float x0 = ref MemoryMarshal.GetReference(x);
        ref float w0 = ref MemoryMarshal.GetReference(w);
        nuint n = (nuint)stride;
        Vector<float> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector<float> s20 = default, s21 = default, s30 = default, s31 = default;
        for (nuint j = 0; j < n; j += (nuint)Vector<float>.Count)
        {
            Vector<float> a = Vector.LoadUnsafe(ref w0, j);
            Vector<float> b = Vector.LoadUnsafe(ref w0, n + j);
            Vector<float> row = Vector.LoadUnsafe(ref x0, j);
            s00 = Vector.MultiplyAddEstimate(row, a, s00);
            s01 = Vector.MultiplyAddEstimate(row, b, s01);
            row = Vector.LoadUnsafe(ref x0, n + j);
            s10 = Vector.MultiplyAddEstimate(row, a, s10);
            s11 = Vector.MultiplyAddEstimate(row, b, s11);
            row = Vector.LoadUnsafe(ref x0, 2 * n + j);
            s20 = Vector.MultiplyAddEstimate(row, a, s20);
            s21 = Vector.MultiplyAddEstimate(row, b, s21);
            row = Vector.LoadUnsafe(ref x0, 3 * n + j);
            s30 = Vector.MultiplyAddEstimate(row, a, s30);
            s31 = Vector.MultiplyAddEstimate(row, b, s31);
        }
        scores[0] = Vector.Sum(s00);
        scores[1] = Vector.Sum(s01);
        scores[width] = Vector.Sum(s10);
        scores[width + 1] = Vector.Sum(s11);
        scores[2 * width] = Vector.Sum(s20);
        scores[2 * width + 1] = Vector.Sum(s21);
        scores[3 * width] = Vector.Sum(s30);
        scores[3 * width + 1] = Vector.Sum(s31);
    }

    private static void AddTileGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> residuals, Span<float> gradient, int width, int stride)
    {
        ref float x0 = ref MemoryMarshal.GetReference(x);
        ref float g0 = ref MemoryMarshal.GetReference(gradient);
        nuint n = (nuint)stride;
        Vector<float> r00 = new(residuals[0]), r01 = new(residuals[1]);
        Vector<float> r10 = new(residuals[width]), r11 = new(residuals[width + 1]);
        Vector<float> r20 = new(residuals[2 * width]), r21 = new(residuals[2 * width + 1]);
        Vector<float> r30 = new(residuals[3 * width]), r31 = new(residuals[3 * width + 1]);
        for (nuint j = 0; j < n; j += (nuint)Vector<float>.Count)
        {
            Vector<float> a = Vector.LoadUnsafe(ref g0, j);
            Vector<float> b = Vector.LoadUnsafe(ref g0, n + j);
            Vector<float> row = Vector.LoadUnsafe(ref x0, j);
            a = Vector.MultiplyAddEstimate(row, r00, a);
            b = Vector.MultiplyAddEstimate(row, r01, b);
            row = Vector.LoadUnsafe(ref x0, n + j);
            a = Vector.MultiplyAddEstimate(row, r10, a);
            b = Vector.MultiplyAddEstimate(row, r11, b);
            row = Vector.LoadUnsafe(ref x0, 2 * n + j);
            a = Vector.MultiplyAddEstimate(row, r20, a);
            b = Vector.MultiplyAddEstimate(row, r21, b);
            row = Vector.LoadUnsafe(ref x0, 3 * n + j);
            a = Vector.MultiplyAddEstimate(row, r30, a);
            b = Vector.MultiplyAddEstimate(row, r31, b);
            a.StoreUnsafe(ref g0, j);
            b.StoreUnsafe(ref g0, n + j);
        }
    }
}
