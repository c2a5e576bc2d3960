namespace MLNetQuantumPrior.Learning;

/// <summary>A value of a graph in the making. <c>[N, Columns]</c>, or an image of as many values.</summary>
internal sealed record GraphValue(string Name, int Columns);
