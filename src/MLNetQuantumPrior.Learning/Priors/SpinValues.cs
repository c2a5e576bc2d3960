using System.Numerics;
using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Learning;

/// <summary>Spins of a byte as numbers, a register of bytes at a time.</summary>
internal static class SpinValues
{
    /// <summary>values_i = scale * spins_i.</summary>
    public static void Scale(ReadOnlySpan<sbyte> spins, float scale, Span<float> values)
    {
        ReadOnlySpan<Vector<sbyte>> bytes = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(spins);
        int whole = bytes.Length * Vector<sbyte>.Count;
        Span<Vector<float>> singles = MemoryMarshal.Cast<float, Vector<float>>(values[..whole]);
        for (int k = 0; k < bytes.Length; k++)
        {
            Vector.Widen(bytes[k], out Vector<short> low, out Vector<short> high);
            Vector.Widen(low, out Vector<int> a, out Vector<int> b);
            Vector.Widen(high, out Vector<int> c, out Vector<int> d);
            singles[4 * k] = Vector.ConvertToSingle(a) * scale;
            singles[(4 * k) + 1] = Vector.ConvertToSingle(b) * scale;
            singles[(4 * k) + 2] = Vector.ConvertToSingle(c) * scale;
            singles[(4 * k) + 3] = Vector.ConvertToSingle(d) * scale;
        }

        for (int i = whole; i < spins.Length; i++)
        {
            values[i] = scale * spins[i];
        }
    }
}
