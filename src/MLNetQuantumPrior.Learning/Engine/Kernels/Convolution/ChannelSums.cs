using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>sums[part, c] = the sum of a part's values x[row, c]: gradients by biases, in rows that stay in a first-level cache.</summary>
/// <param name="rowCount">Number of rows.</param>
/// <param name="channels">Values of a row.</param>
/// <param name="x">[rows, channels]</param>
/// <param name="sums">Receives [parts, channels].</param>
internal readonly unsafe struct ChannelSums(int rowCount, int channels, float* x, float* sums) : ILaneKernel
{
    /// <summary>Rows that are summed side by side, so that few channels fill registers, too.</summary>
    private const int RowsBeside = 16;

    private const int ValuesPerPart = 8192;

    public static int RowsPerPart(int channels) => Math.Max(1, ValuesPerPart / channels / RowsBeside) * RowsBeside;

    public static int Parts(int rowCount, int channels) => (rowCount + RowsPerPart(channels) - 1) / RowsPerPart(channels);

    /// <summary>Items are parts.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int begin, int end)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        bool isNarrow = channels < RowsBeside;
        int beside = isNarrow ? RowsBeside : 1, columns = channels * beside;
        float* wide = stackalloc float[RowsBeside * RowsBeside];
        for (int part = begin; part < end; part++)
        {
            int first = part * RowsPerPart(channels), count = Math.Min(RowsPerPart(channels), rowCount - first), whole = count / beside;
            float* values = x + ((nint)first * channels), result = sums + ((nint)part * channels);
            float* target = isNarrow ? wide : result;
            new Elements<ColumnSums>(new(whole, columns, values, target)).Run<TLanes>(0, columns);
            for (int c = 0; c < channels && isNarrow; c++)
            {
                float sum = 0;
                for (int i = c; i < columns; i += channels)
                {
                    sum += wide[i];
                }

                for (int i = (whole * columns) + c; i < count * channels; i += channels)
                {
                    sum += values[i];
                }

                result[c] = sum;
            }
        }
    }
}
