namespace Microsoft.ML.Data;

/// <summary>A 128-bit row id. The derived ids are unique in practice, no more: their bits are not what ML.NET's are.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public DataViewRowId Fork() => Derive(0x9E3779B97F4A7C15, 1);

    public DataViewRowId Next() => Derive(0xBF58476D1CE4E5B9, 2);

    public DataViewRowId Combine(DataViewRowId other) => Derive(other.Low ^ 0x94D049BB133111EB, other.High + 3);

    private DataViewRowId Derive(ulong low, ulong high)
    {
        ulong l = Mix(Low ^ low);
        ulong h = Mix(High + l + high);
        return new DataViewRowId(l + h, Mix(h ^ Low));
    }

    /// <summary>The finaliser of splitmix64: a bijection whose every output bit depends on every input bit.</summary>
    internal static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => (Low ^ Mix(High)).GetHashCode();

    public override string ToString() => $"{High:x16}{Low:x16}";
}
