using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A classifier of bits in whole numbers: double precision holds every sum exactly, so its answers are the same in any order of summation.
/// </summary>
/// <remarks>
/// What a hidden layer gives is cut off below <see cref="ActivationExponent"/>, and so are differences of logits. Probabilities are
/// proportional to whole numbers, products of two of a table each.
/// </remarks>
/// <param name="Layers">Dense layers, with ReLU between them.</param>
internal sealed record PortableClassifier(ImmutableArray<PortableLayer> Layers)
{
    /// <summary>Steps in 1, as a power of 2, of hidden values, and of differences of logits.</summary>
    public const int ActivationExponent = 12;

    /// <summary>1 as a weight of a class, as a power of 2.</summary>
    public const int WeightExponent = 30;

    /// <summary>Steps of a difference of logits that the second table divides: 1/4.</summary>
    public const int FineSteps = 1 << (ActivationExponent - 2);

    /// <summary>The largest difference of logits, 32: exp(-32) is 0 in whole numbers.</summary>
    public const int LargestDifference = 32 << ActivationExponent;

    /// <summary>2^30 exp(-k / 4).</summary>
    public static ImmutableArray<int> Coarse { get; } =
        [.. Enumerable.Range(0, (LargestDifference / FineSteps) + 1).Select(k => (int)Math.Round(Math.ScaleB(Math.Exp(-k / 4.0), 30)))];

    /// <summary>2^30 exp(-k / 4096).</summary>
    public static ImmutableArray<int> Fine { get; } =
        [.. Enumerable.Range(0, FineSteps).Select(k => (int)Math.Round(Math.ScaleB(Math.Exp(-k / 4096.0), 30)))];

    public int Classes => Layers[^1].Outputs;

    /// <summary>Weights of the classes, whose shares of their sum are the probabilities. <c>[bits] -> [classes]</c></summary>
    public long[] WeightsOf(ReadOnlySpan<float> bits)
    {
        double[] values = new double[bits.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            values[i] = bits[i];
        }

        for (int k = 0; k < Layers.Length; k++)
        {
            values = Layers[k].Forward(values);
            if (k < Layers.Length - 1)
            {
                foreach (ref double value in values.AsSpan())
                {
                    value = (long)(Math.Max(value, 0) * Layers[k].Step);
                }
            }
        }

        long largest = (long)values.Max();
        return Array.ConvertAll(values, value =>
        {
            long difference = Math.Min((long)((largest - value) * Layers[^1].Step), LargestDifference);
            return ((long)Coarse[(int)(difference / FineSteps)] * Fine[(int)(difference % FineSteps)]) >> WeightExponent;
        });
    }
}

/// <summary>A dense layer of whole numbers.</summary>
/// <param name="Inputs">Values before it.</param>
/// <param name="Outputs">Values after it.</param>
/// <param name="Weights"><c>[Inputs, Outputs]</c></param>
/// <param name="Biases"><c>[Outputs]</c></param>
/// <param name="Step">A power of 2: what a value is multiplied by to count in steps of <see cref="PortableClassifier"/>.</param>
internal sealed record PortableLayer(int Inputs, int Outputs, int[] Weights, long[] Biases, double Step)
{
    private readonly double[] _weights = Array.ConvertAll(Weights, weight => (double)weight);

    /// <summary>Sums below 2^53. <c>[Inputs] -> [Outputs]</c></summary>
    public double[] Forward(ReadOnlySpan<double> values)
    {
        double[] sums = Array.ConvertAll(Biases, bias => (double)bias);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                Add(values[i], _weights.AsSpan(i * Outputs, Outputs), sums);
            }
        }

        return sums;
    }

    private static void Add(double factor, ReadOnlySpan<double> row, Span<double> sums)
    {
        ReadOnlySpan<Vector<double>> rows = MemoryMarshal.Cast<double, Vector<double>>(row);
        Span<Vector<double>> all = MemoryMarshal.Cast<double, Vector<double>>(sums);
        for (int k = 0; k < all.Length; k++)
        {
            all[k] += factor * rows[k];
        }

        for (int k = all.Length * Vector<double>.Count; k < sums.Length; k++)
        {
            sums[k] += factor * row[k];
        }
    }
}
