namespace MLNetQuantumPrior.Learning;

/// <summary>What one pass of a classifier's training over its data showed.</summary>
/// <param name="Epoch">Number of the pass, from 1.</param>
/// <param name="Epochs">Number of passes in all.</param>
/// <param name="Loss">-log p(label) of the rows as they were distorted, mean over rows while the weights moved, nats.</param>
/// <param name="Rows">Rows seen.</param>
/// <param name="Seconds">Wall-clock time of the pass.</param>
public sealed record ClassifierEpoch(int Epoch, int Epochs, double Loss, int Rows, double Seconds)
{
    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"epoch {Epoch}/{Epochs}: loss {Loss:F4} nats, {Rows / Seconds:N0} rows/s");
}
