namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// Memory for what a thread needs only until the end of a part of its work. Kept, so that the next part allocates nothing.
/// </summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedBuffer? _buffer;

    /// <summary>Room for so many floats, until the thread's next call.</summary>
    public static float* Reserve(int length)
    {
        fixed (float* start = AlignedBuffer.Reserve(ref _buffer, length))
        {
            return start; // does not move: the buffer is pinned
        }
    }
}
