namespace MLNetQuantumPrior;

/// <summary>
/// What the cells of a column say about a split: sums over rows, by which two groups of rows are compared. The first sum counts the rows.
/// </summary>
internal interface ISplitTarget
{
    /// <summary>How many sums there are at the current node.</summary>
    int Sums { get; }

    /// <summary>Nats that the best split may gain by chance, of those that are beyond what any target has.</summary>
    double Chance { get; }

    /// <summary>Makes a node the current one. Returns whether its cells differ.</summary>
    bool Enter(ReadOnlySpan<int> rows);

    /// <summary>Adds each row's terms to the sums of its bin.</summary>
    void Add(ReadOnlySpan<int> rows, ReadOnlySpan<byte> bins, Span<double> sums);

    /// <summary>By how many nats the cells become more probable where those on the left have a distribution of their own.</summary>
    double Gain(ReadOnlySpan<double> left, ReadOnlySpan<double> all);

    /// <summary>By which bins without an order are put into one.</summary>
    double Rank(ReadOnlySpan<double> bin);
}
