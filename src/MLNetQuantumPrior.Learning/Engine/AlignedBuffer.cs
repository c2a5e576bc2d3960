namespace MLNetQuantumPrior.Learning;

/// <summary>Floats that begin at a cache line and do not move; zeros at first.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int CacheLine = 64;

    private readonly float[] _array;
    private readonly int _offset;

    public AlignedBuffer(int length)
    {
        _array = GC.AllocateArray<float>(length + CacheLine / sizeof(float), pinned: true);
        fixed (float* start = _array)
        {
            _offset = (int)((CacheLine - (nuint)start % CacheLine) % CacheLine) / sizeof(float);
        }

        Length = length;
    }

    public int Length { get; }

    public Span<float> Span => _array.AsSpan(_offset, Length);

    /// <summary>The first <paramref name="length"/> floats, of a new buffer when there is none or it is too small.</summary>
    public static Span<float> Reserve(ref AlignedBuffer? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer = new(length);
        }

        return buffer.Span[..length];
    }
}
