using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Uniform numbers for whole arrays: 16 xoshiro128++ generators (Blackman, Vigna 2018) in lanes, so the numbers are the same on every
/// machine. A stream is named by (seed, stream); each training step has its own stream, so a run can resume at any step.
/// </summary>
internal sealed class UniformStream
{
    private Vector512<uint> _a, _b, _c, _d;

    public UniformStream(ulong seed, ulong stream)
    {
        var words = new SplitMix64(SplitMix64.Mix(seed) ^ SplitMix64.Mix(stream + 0x632be59bd9b4e019));
        _a = Next(ref words);
        _b = Next(ref words);
        _c = Next(ref words);
        _d = Next(ref words);
    }

    /// <summary>Uniform in (0, 1): odd multiples of 2^-24, so neither 0 nor 1 comes up.</summary>
    public void Fill(Span<float> values)
    {
        while (values.Length >= Vector512<float>.Count)
        {
            Uniforms().CopyTo(values);
            values = values[Vector512<float>.Count..];
        }

        if (!values.IsEmpty)
        {
            Span<float> last = stackalloc float[Vector512<float>.Count];
            Uniforms().CopyTo(last);
            last[..values.Length].CopyTo(values);
        }
    }

    /// <summary>Each value becomes 1 with its own probability, else 0. <c>[n] -> [n]</c></summary>
    public void Binarize(ReadOnlySpan<float> probabilities, Span<float> bits)
    {
        int whole = probabilities.Length / Vector512<float>.Count * Vector512<float>.Count;
        for (int i = 0; i < whole; i += Vector512<float>.Count)
        {
            Vector512<float> one = Vector512.LessThan(Uniforms(), Vector512.Create(probabilities[i..]));
            (one & Vector512<float>.One).CopyTo(bits[i..]);
        }

        Span<float> last = stackalloc float[Vector512<float>.Count];
        Uniforms().CopyTo(last);
        for (int i = whole; i < probabilities.Length; i++)
        {
            bits[i] = last[i - whole] < probabilities[i] ? 1 : 0;
        }
    }

    /// <summary>Independent normal numbers of mean 0, by Box and Muller.</summary>
    public void FillNormal(Span<float> values, float deviation)
    {
        const int Block = 2 * BoxMuller.Half;
        int whole = values.Length / Block * Block;
        FillNormalBlocks(values[..whole], deviation);
        if (whole < values.Length)
        {
            Span<float> last = stackalloc float[Block];
            FillNormalBlocks(last, deviation);
            last[..(values.Length - whole)].CopyTo(values[whole..]);
        }
    }

    /// <summary>Whole numbers of 0 .. bound-1.</summary>
    public void FillBelow(int bound, Span<int> values)
    {
        Span<uint> bits = stackalloc uint[Vector512<uint>.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (i % bits.Length == 0)
            {
                Bits().CopyTo(bits);
            }

            values[i] = Below(bound, bits[i % bits.Length]);
        }
    }

    /// <summary>A random order of 0 .. length-1 (Fisher and Yates).</summary>
    public int[] Permutation(int length)
    {
        int[] order = [.. Enumerable.Range(0, length)];
        Span<uint> bits = stackalloc uint[Vector512<uint>.Count];
        for (int i = length - 1, k = 0; i > 0; i--, k++)
        {
            if (k % bits.Length == 0)
            {
                Bits().CopyTo(bits);
            }

            int j = Below(i + 1, bits[k % bits.Length]);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>Multiply-shift: biased by less than bound / 2^32.</summary>
    private static int Below(int bound, uint bits) => (int)(((ulong)bits * (ulong)bound) >> 32);

    private unsafe void FillNormalBlocks(Span<float> values, float deviation)
    {
        Fill(values);
        int blocks = values.Length / (2 * BoxMuller.Half);
        fixed (float* first = values)
        {
            LaneJob<BoxMuller>.Run(new(deviation, first), blocks, Math.Max(1, blocks), threads: 1);
        }
    }

    private Vector512<float> Uniforms() =>
        Vector512.ConvertToSingle(((Bits() >> 8) | Vector512<uint>.One).AsInt32()) * Vector512.Create(1f / (1 << 24));

    private Vector512<uint> Bits()
    {
        Vector512<uint> sum = _a + _d;
        Vector512<uint> result = ((sum << 7) | (sum >> 25)) + _a;
        Vector512<uint> t = _b << 9;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = (_d << 11) | (_d >> 21);
        return result;
    }

    private static Vector512<uint> Next(ref SplitMix64 words)
    {
        Span<ulong> lanes = stackalloc ulong[Vector512<ulong>.Count];
        foreach (ref ulong lane in lanes)
        {
            lane = words.Next();
        }

        return MemoryMarshal.Read<Vector512<uint>>(MemoryMarshal.AsBytes(lanes));
    }
}
