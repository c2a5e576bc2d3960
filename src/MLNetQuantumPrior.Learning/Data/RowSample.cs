using System.Runtime.InteropServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// A random sample of rows that are seen once: each row is as likely in it as any other (Vitter's algorithm R, 1985). The same rows and
/// seed give the same sample.
/// </summary>
internal sealed class RowSample
{
    private const int MostRows = 20_000, FewestRows = 1_000, MostValues = 1 << 26;

    private readonly int _slots, _capacity;
    private readonly List<float> _values = [];
    private SplitMix64 _random;
    private ulong _seen;

    /// <param name="slots">Values of a row.</param>
    /// <param name="mostRows">Rows that there is memory for; 1,000 are taken in any case.</param>
    /// <param name="seed">Seed of the choice.</param>
    public RowSample(int slots, int mostRows, ulong seed)
    {
        _slots = slots;
        _capacity = Math.Clamp(MostValues / slots, FewestRows, Math.Clamp(mostRows, FewestRows, MostRows));
        _random = new(SplitMix64.Mix(seed) ^ SplitMix64.Mix(RandomUse.QuantileRows));
    }

    /// <summary>The rows that were chosen. <c>[count, slots]</c></summary>
    public ReadOnlySpan<float> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>Shows it rows.</summary>
    public void Add(ReadOnlySpan<float> rows)
    {
        for (; !rows.IsEmpty; rows = rows[_slots..])
        {
            ulong place = Math.BigMul(_random.Next(), ++_seen, out _); // 0 .. seen - 1
            if (_seen <= (ulong)_capacity)
            {
                _values.AddRange(rows[.._slots]);
            }
            else if (place < (ulong)_capacity)
            {
                rows[.._slots].CopyTo(CollectionsMarshal.AsSpan(_values)[((int)place * _slots)..]);
            }
        }
    }
}
