using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MLNetQuantumPrior.Learning;

/// <summary>Sums of vectors in lanes of a fixed number, in whatever registers the machine has.</summary>
internal static class FixedLanes
{
    /// <summary>target += factor * values.</summary>
    public static void AddScaled(ReadOnlySpan<float> values, float factor, Span<float> target)
    {
        Vector256<float> factors = Vector256.Create(factor);
        ref float from = ref MemoryMarshal.GetReference(values), to = ref MemoryMarshal.GetReference(target);
        int whole = values.Length & ~(Vector256<float>.Count - 1);
        for (int i = 0; i < whole; i += Vector256<float>.Count)
        {
            (Vector256.LoadUnsafe(ref to, (nuint)i) + (factors * Vector256.LoadUnsafe(ref from, (nuint)i))).StoreUnsafe(ref to, (nuint)i);
        }

        for (int i = whole; i < values.Length; i++)
        {
            target[i] += factor * values[i];
        }
    }

    /// <summary>sum = first + factor * second, and its part above 0.</summary>
    public static void AddRelu(
        ReadOnlySpan<float> first, ReadOnlySpan<float> second, float factor, Span<float> sum, Span<float> positive)
    {
        Vector256<float> factors = Vector256.Create(factor);
        ref float a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second);
        ref float s = ref MemoryMarshal.GetReference(sum), p = ref MemoryMarshal.GetReference(positive);
        for (int i = 0; i < first.Length; i += Vector256<float>.Count)
        {
            Vector256<float> value = Vector256.LoadUnsafe(ref a, (nuint)i) + (factors * Vector256.LoadUnsafe(ref b, (nuint)i));
            value.StoreUnsafe(ref s, (nuint)i);
            Vector256.Max(value, Vector256<float>.Zero).StoreUnsafe(ref p, (nuint)i);
        }
    }

    /// <summary>The sum of products. Lengths are multiples of the number of lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Vector256<float> even = Vector256<float>.Zero, odd = Vector256<float>.Zero;
        ref float a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second);
        int i = 0;
        for (; i <= first.Length - (2 * Vector256<float>.Count); i += 2 * Vector256<float>.Count)
        {
            nuint next = (nuint)(i + Vector256<float>.Count);
            even += Vector256.LoadUnsafe(ref a, (nuint)i) * Vector256.LoadUnsafe(ref b, (nuint)i);
            odd += Vector256.LoadUnsafe(ref a, next) * Vector256.LoadUnsafe(ref b, next);
        }

        for (; i < first.Length; i += Vector256<float>.Count)
        {
            even += Vector256.LoadUnsafe(ref a, (nuint)i) * Vector256.LoadUnsafe(ref b, (nuint)i);
        }

        Vector256<float> all = even + odd;
        Vector128<float> half = all.GetLower() + all.GetUpper();
        return (half[0] + half[2]) + (half[1] + half[3]);
    }
}
