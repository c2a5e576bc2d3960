using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

public sealed partial class IsingModel
{
    private static ReadOnlySpan<T> Checked<T>(ReadOnlySpan<T> values, int expected, string what, string name)
        where T : struct, INumber<T>
    {
        if (values.Length != expected)
        {
            throw new ArgumentException(
                $"{name}: expected one number for each of the graph's {expected} {what}, got {values.Length}.", name);
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!T.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i}]: expected a finite number, got {values[i]}.", name);
            }
        }

        return values;
    }

    /// <summary>The numbers in single precision, and the sum of what they lose.</summary>
    private static ImmutableArray<float> Rounded(ReadOnlySpan<double> values, string name, out double error)
    {
        float[] rounded = Narrowed(values);
        error = 0;
        for (int i = 0; i < rounded.Length; i++)
        {
            if (!float.IsFinite(rounded[i]))
            {
                throw new ArgumentException($"{name}[{i}]: expected a number within single precision, got {values[i]}.", name);
            }

            error += Math.Abs(values[i] - rounded[i]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(rounded);
    }

    private static float[] Narrowed(ReadOnlySpan<double> values)
    {
        float[] narrow = new float[values.Length];
        for (int i = 0; i < narrow.Length; i++)
        {
            narrow[i] = (float)values[i];
        }

        return narrow;
    }

    private static double[] Widened(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }

    private void RefuseOverflow()
    {
        if (Couplings.IsEmpty)
        {
            return; // a local field is one number
        }

        float harmless = (float)(LargestSum / ((double)Fields.Length + Couplings.Length));
        if (IsWithin(Fields.AsSpan(), harmless) && IsWithin(Couplings.AsSpan(), harmless))
        {
            return;
        }

        double sum = Fields.Sum(h => Math.Abs((double)h)) + Couplings.Sum(j => Math.Abs((double)j));
        if (sum > LargestSum)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Fields and couplings: expected absolute values with a sum of at most {LargestSum:G3}, " +
                $"for single precision, got {sum:G3}; " +
                $"divide the model by a number and multiply beta by it."));
        }
    }

    private void RefuseUnderflow()
    {
        double largest = Math.Max(_fields.Max(Math.Abs), _couplings.IsEmpty ? 0 : _couplings.Max(Math.Abs));
        if (Math.Abs((float)largest - largest) > 1e-6 * largest)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"Fields and couplings: expected a largest absolute value that single precision can hold, got {largest:G3}; " +
                $"multiply the model by a number and divide beta by it."));
        }
    }

    private static bool IsWithin(ReadOnlySpan<float> values, float bound)
    {
        foreach (float value in values)
        {
            if (!(Math.Abs(value) <= bound))
            {
                return false;
            }
        }

        return true;
    }
}
