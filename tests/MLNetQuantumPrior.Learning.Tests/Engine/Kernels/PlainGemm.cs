namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The reference of all matrix products: three loops, one fused multiply-add after the other.</summary>
internal static class PlainGemm
{
    public static float[] Multiply(
        int rows,
        int columns,
        int depth,
        float[] a,
        bool transposedA,
        float[] b,
        bool transposedB,
        float scale,
        float[]? start,
        int startRow)
    {
        var c = new float[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                float sum = start is null ? 0 : start[i * startRow + j];
                for (int k = 0; k < depth; k++)
                {
                    float right = scale * b[transposedB ? j * depth + k : k * columns + j];
                    sum = MathF.FusedMultiplyAdd(a[transposedA ? k * rows + i : i * depth + k], right, sum);
                }

                c[i * columns + j] = sum;
            }
        }

        return c;
    }

    public static float[] Random(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }
}
