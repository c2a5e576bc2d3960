using System.Buffers;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>The Euclidean norm of a gradient, over all parameters together. It does not depend on the number of threads.</summary>
internal static class GradientNorm
{
    public static unsafe double Of(ReadOnlySpan<float> gradient, int threads)
    {
        int chunks = (gradient.Length + SquareSums.Chunk - 1) / SquareSums.Chunk;
        double[] squares = ArrayPool<double>.Shared.Rent(chunks);
        fixed (float* g = gradient)
        fixed (double* s = squares)
        {
            LaneJob<SquareSums>.Run(new(gradient.Length, g, s), chunks, itemsPerPart: 1, threads);
        }

        double sum = 0;
        for (int k = 0; k < chunks; k++)
        {
            sum += squares[k];
        }

        ArrayPool<double>.Shared.Return(squares);
        return Math.Sqrt(sum);
    }
}
