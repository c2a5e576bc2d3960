namespace MLNetQuantumPrior.Sampling;

/// <summary>A path as a window counts lines.</summary>
/// <param name="Line">The line on which it lies.</param>
/// <param name="Path">Its spins.</param>
/// <param name="Top">The last line, where lines are counted from the other end.</param>
/// <param name="Direction">Where the path goes, as the chip counts lines.</param>
internal readonly record struct CliqueTrack(int Line, TrackPath Path, int? Top, int Direction)
{
    public int Reach => Flipped(Path.Reach);

    public int[] UpTo(int line) => Path.UpTo(Flipped(line), Direction).ToArray();

    private int Flipped(int line) => Top is { } top ? top - line : line;
}
