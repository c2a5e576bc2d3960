namespace MLNetQuantumPrior.Sampling;

/// <summary>An undirected pair of coupled spins, <paramref name="I"/> below <paramref name="J"/>.</summary>
/// <param name="I">The smaller index.</param>
/// <param name="J">The larger index.</param>
public readonly record struct SpinEdge(int I, int J) : IComparable<SpinEdge>
{
    /// <summary>By I, then by J.</summary>
    public int CompareTo(SpinEdge other) => I != other.I ? I.CompareTo(other.I) : J.CompareTo(other.J);
}
