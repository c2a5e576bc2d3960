using System.Buffers;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Floats that begin at a cache line, because a 512-bit load across two lines costs two, and that do not move.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int CacheLine = 64;
    private const int Padding = CacheLine / sizeof(float);

    private readonly float[] _array;
    private readonly int _offset;
    private readonly bool _isRented;
    private readonly MemoryHandle _pin;

    /// <summary>Memory of its own, zeros at first, which the garbage collector takes back.</summary>
    public AlignedBuffer(int length)
    {
        (_array, Length) = (GC.AllocateArray<float>(checked(length + Padding), pinned: true), length);
        fixed (float* start = _array)
        {
            _offset = OffsetOf(start);
        }

        GC.SuppressFinalize(this);
    }

    private AlignedBuffer(float[] rented, int length)
    {
        (_array, Length, _isRented) = (rented, length, true);
        _pin = rented.AsMemory().Pin();
        _offset = OffsetOf((float*)_pin.Pointer);
    }

    /// <summary>Unpins rented memory that was not given back; it is no longer the pool's.</summary>
    ~AlignedBuffer() => _pin.Dispose();

    public int Length { get; }

    public Span<float> Span => _array.AsSpan(_offset, Length);

    /// <summary>Memory from a pool, not cleared, to be disposed of soon.</summary>
    public static AlignedBuffer Rent(int length) => new(ArrayPool<float>.Shared.Rent(checked(length + Padding)), length);

    /// <summary>The first <paramref name="length"/> floats, of a new buffer when there is none or it is too small.</summary>
    public static Span<float> Reserve(ref AlignedBuffer? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer = new(length);
        }

        return buffer.Span[..length];
    }

    /// <summary>Gives rented memory back; other memory has nothing to give back.</summary>
    public void Dispose()
    {
        if (_isRented)
        {
            _pin.Dispose();
            ArrayPool<float>.Shared.Return(_array);
            GC.SuppressFinalize(this);
        }
    }

    private static int OffsetOf(float* start) => (int)((nuint)(-(nint)start) % CacheLine) / sizeof(float);
}
