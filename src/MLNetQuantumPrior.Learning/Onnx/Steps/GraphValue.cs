namespace MLNetQuantumPrior.Learning;

/// <summary>A value of a graph in the making. <c>[N, n]</c> or <c>[N, channels, height, width]</c></summary>
internal sealed record GraphValue(string Name, RowShape Shape)
{
    /// <summary>Number of values of a row.</summary>
    public int Columns => Shape.Size;
}
