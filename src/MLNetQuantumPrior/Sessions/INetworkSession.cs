namespace MLNetQuantumPrior;

/// <summary>
/// Computes rows with a network of a model: <c>[N, n]</c> -> outputs <c>[N, m]</c>. Safe for concurrent runs, and for disposal while they
/// run.
/// </summary>
internal interface INetworkSession : IDisposable
{
    /// <summary>Values of a row of each output.</summary>
    ImmutableArray<int> OutputSizes { get; }

    /// <summary>Computes all rows in one batch.</summary>
    /// <param name="input">Rows.</param>
    /// <param name="outputs">Receive the outputs. <c>[N, OutputSizes[k]]</c> each; must not overlap the input.</param>
    void Run(ReadOnlySpan<float> input, params ReadOnlySpan<Memory<float>> outputs);
}
