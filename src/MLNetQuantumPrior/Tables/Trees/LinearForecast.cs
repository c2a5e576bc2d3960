using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior;

/// <summary>A linear forecast of a cell.</summary>
/// <param name="Constant">What is added.</param>
/// <param name="Weights">Weights of the linear inputs in front of the column.</param>
internal sealed record LinearForecast(float Constant, float[] Weights)
{
    /// <summary>The forecast, summed in the same order on every machine.</summary>
    public float Of(ReadOnlySpan<float> inputs)
    {
        ReadOnlySpan<float> weights = Weights;
        Vector256<float> sums = default;
        int i = 0;
        for (; i <= weights.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            sums += Vector256.Create(weights[i..]) * Vector256.Create(inputs[i..]);
        }

        float sum = Constant + Vector256.Sum(sums);
        for (; i < weights.Length; i++)
        {
            sum += weights[i] * inputs[i];
        }

        return sum;
    }
}
