using System.Buffers;

namespace MLNetQuantumPrior.Learning;

/// <summary>Floats from the array pool for a method, from a cache line on as long as the collector leaves them there.</summary>
internal readonly ref struct PooledFloats : IDisposable
{
    private const int CacheLine = 64;

    private readonly float[] _array;

    public unsafe PooledFloats(int length)
    {
        _array = ArrayPool<float>.Shared.Rent(length + (CacheLine / sizeof(float)));
        fixed (float* start = _array)
        {
            Span = _array.AsSpan((int)((nuint)(-(nint)start) % CacheLine) / sizeof(float), length);
        }
    }

    public Span<float> Span { get; }

    public void Dispose() => ArrayPool<float>.Shared.Return(_array);
}
