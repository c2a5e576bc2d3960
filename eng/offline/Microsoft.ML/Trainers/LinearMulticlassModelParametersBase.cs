using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>One linear model per class.</summary>
public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>
{
    private readonly float[][] _weights;
    private readonly float[] _biases;

    internal LinearMulticlassModelParametersBase(float[][] weights, float[] biases)
    {
        _weights = weights;
        _biases = biases;
    }

    internal int NumberOfClasses => _biases.Length;

    internal int NumberOfFeatures => _weights[0].Length;

    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = NumberOfClasses;
        if (weights == null || weights.Length < numClasses)
            Array.Resize(ref weights, numClasses);
        for (int c = 0; c < numClasses; c++)
            VBuffer<float>.Copy(_weights[c], 0, ref weights[c], NumberOfFeatures);
    }

    public IEnumerable<float> GetBiases() => _biases;

    internal void Score(in VBuffer<float> features, Span<float> scores)
    {
        for (int c = 0; c < scores.Length; c++)
            scores[c] = _biases[c] + (features.IsDense
                ? Dot(_weights[c], features.GetValues())
                : Dot(_weights[c], features.GetValues(), features.GetIndices()));
        Calibrate(scores);
    }

    /// <summary>Turns the linear scores into those of the model.</summary>
    private protected abstract void Calibrate(Span<float> scores);

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ReadOnlySpan<Vector<float>> wideA = MemoryMarshal.Cast<float, Vector<float>>(a);
        ReadOnlySpan<Vector<float>> wideB = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (int i = 0; i < wideA.Length; i++)
            sum += wideA[i] * wideB[i];
        float total = Vector.Sum(sum);
        for (int i = wideA.Length * Vector<float>.Count; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> values, ReadOnlySpan<int> indices)
    {
        float total = 0;
        for (int i = 0; i < values.Length; i++)
            total += a[indices[i]] * values[i];
        return total;
    }
}
