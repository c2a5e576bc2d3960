using System.Buffers;

namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Pooled, pinned working memory aligned to 64 bytes, because a 512-bit load across two cache lines costs two. Not cleared.
/// </summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int Alignment = 64;

    private readonly byte[] _rented;
    private readonly MemoryHandle _pin;
    private readonly int _skip;

    public AlignedBuffer(int bytes)
    {
        _rented = ArrayPool<byte>.Shared.Rent(checked(bytes + Alignment));
        _pin = _rented.AsMemory().Pin();
        _skip = (int)((nuint)(-(nint)_pin.Pointer) % Alignment);
    }

    public Span<byte> Bytes => _rented.AsSpan(_skip);

    /// <summary>A buffer that nobody gave back, since it lived as long as a training: its memory is no longer the pool's.</summary>
    ~AlignedBuffer() => _pin.Dispose();

    public void Dispose()
    {
        _pin.Dispose();
        ArrayPool<byte>.Shared.Return(_rented);
        GC.SuppressFinalize(this);
    }
}
