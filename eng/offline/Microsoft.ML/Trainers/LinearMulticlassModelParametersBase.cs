using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

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

    /// <summary>Reads dense weights, and those that ML.NET writes in compressed rows because some are zero.</summary>
    private protected LinearMulticlassModelParametersBase(ModelLoadContext context)
    {
        Contracts.CheckDecode(context.Reader.ReadInt32() == sizeof(float), "Corrupt model file");
        int features = context.Reader.ReadInt32();
        int classes = context.LoadCount();
        Contracts.CheckDecode(features > 0 && classes > 0, "Corrupt model file");
        _biases = Singles(classes);
        int[] starts = Integers();
        int[] slots = Integers();
        float[] values = Singles(context.LoadCount());
        bool isDense = starts.Length == 0;
        Contracts.CheckDecode(isDense ? values.Length == (long)features * classes
            : starts.Length == classes + 1 && starts[0] == 0 && starts[^1] == slots.Length && values.Length == slots.Length
            && slots.All(slot => (uint)slot < (uint)features), "Corrupt model file");
        _weights = new float[classes][];
        for (int c = 0; c < classes; c++)
        {
            _weights[c] = isDense ? values[(c * features)..((c + 1) * features)] : new float[features];
            for (int i = isDense ? 0 : starts[c]; i < (isDense ? 0 : starts[c + 1]); i++)
                _weights[c][slots[i]] = values[i];
        }

        float[] Singles(int count) => [.. Enumerable.Range(0, count).Select(_ => context.Reader.ReadSingle())];
        int[] Integers() => [.. Enumerable.Range(0, context.LoadCount()).Select(_ => context.Reader.ReadInt32())];
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

    private protected void SaveWeights(ModelSaveContext ctx)
    {
        ctx.Writer.Write(sizeof(float));
        ctx.Writer.Write(NumberOfFeatures);
        ctx.Writer.Write(NumberOfClasses);
        ctx.Writer.Write(MemoryMarshal.AsBytes(_biases.AsSpan()));
        ctx.Writer.Write(0); // no starts of compressed rows,
        ctx.Writer.Write(0); // no slots in them: the weights are dense
        ctx.Writer.Write(NumberOfFeatures * NumberOfClasses);
        foreach (float[] weights in _weights)
            ctx.Writer.Write(MemoryMarshal.AsBytes(weights.AsSpan()));
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
