using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>Images with the zeros around them that their windows reach, so that windows need no check of where they lie.</summary>
internal static unsafe class PaddedImages
{
    /// <summary>Room for some images, in whole cache lines.</summary>
    public static int Length(in WindowGrid grid, int count) => ((count * grid.PaddedSize) + 15) / 16 * 16;

    /// <summary>Maps and copies images. <c>[images, pixels, channels] -> [images, padded pixels, channels]</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<TLanes>(in WindowGrid grid, float* images, in PixelMap map, int count, float* padded)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int line = grid.PaddedWidth * grid.Channels, left = grid.Padding * grid.Channels;
        int copied = Math.Min(grid.Width * grid.Channels, line - left);
        for (float* end = padded + ((nint)count * grid.PaddedSize); padded < end; images += grid.ImageSize)
        {
            for (int row = -grid.Padding; row < grid.PaddedHeight - grid.Padding; row++, padded += line)
            {
                Span<float> target = new(padded, line);
                if ((uint)row >= (uint)grid.Height)
                {
                    target.Clear();
                    continue;
                }

                float* source = images + ((nint)row * grid.Width * grid.Channels);
                target[..left].Clear();
                map.Apply<TLanes>(source, copied, padded + left);
                target[(left + copied)..].Clear();
            }
        }
    }

    /// <summary>The images without what lies around them. <c>[images, padded pixels, channels] -> [images, pixels, channels]</c></summary>
    /// <param name="grid">The windows.</param>
    /// <param name="padded">The padded images.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="biasLine">The bias, for each pixel of a row, added to all. [width, channels]</param>
    /// <param name="images">Receives the images.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Crop<TLanes>(in WindowGrid grid, float* padded, int count, float* biasLine, float* images)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int line = grid.PaddedWidth * grid.Channels, left = grid.Padding * grid.Channels, size = grid.Width * grid.Channels;
        int reached = Math.Min(size, line - left);
        for (int image = 0; image < count; image++, padded += grid.PaddedSize)
        {
            for (int row = 0; row < grid.Height; row++, images += size)
            {
                int paddedRow = row + grid.Padding, end = paddedRow < grid.PaddedHeight ? reached : 0;
                float* source = padded + ((nint)paddedRow * line) + left;
                int i = 0;
                for (; i <= end - TLanes.Count; i += TLanes.Count)
                {
                    (TLanes.Load(source + i) + TLanes.Load(biasLine + i)).Store(images + i);
                }

                for (; i < end; i++)
                {
                    images[i] = source[i] + biasLine[i];
                }

                new ReadOnlySpan<float>(biasLine + end, size - end).CopyTo(new(images + end, size - end));
            }
        }
    }
}
