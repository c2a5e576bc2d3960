namespace MLNetQuantumPrior.Learning.Kernels;

/// <summary>
/// A run of a window's values that lie together in its image: a line of the window, or the part of one that is asked for.
/// </summary>
/// <param name="Source">Where it begins, from the window's first value, in the padded image.</param>
/// <param name="Target">Where it begins among the values asked for.</param>
/// <param name="Length">Number of values.</param>
internal readonly unsafe record struct WindowRun(int Source, int Target, int Length)
{
    /// <summary>The runs of some of a window's values, at most one a line.</summary>
    /// <returns>Number of runs.</returns>
    public static int Fill(in WindowGrid grid, int column, int columns, WindowRun* runs)
    {
        int line = grid.Kernel * grid.Channels, count = 0;
        for (int at = column; at < column + columns;)
        {
            (int u, int within) = Math.DivRem(at, line);
            int length = Math.Min(line - within, column + columns - at);
            runs[count++] = new((u * grid.PaddedWidth * grid.Channels) + within, at - column, length);
            at += length;
        }

        return count;
    }
}
