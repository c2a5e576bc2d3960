namespace MLNetQuantumPrior.Learning;

/// <summary>What one pass over the training data showed. Means over its rows, while the parameters moved; nats.</summary>
/// <param name="Epoch">Number of the pass, from 1.</param>
/// <param name="Epochs">Number of passes in all.</param>
/// <param name="Reconstruction">-log p(x|z) of the relaxed bits, summed over features.</param>
/// <param name="Entropy">H(q) of the encoder's bits, summed over latents.</param>
/// <param name="PosteriorEnergy">E_q[E], the prior's energy of the encoder's bits.</param>
/// <param name="ModelEnergy">Mean energy of the persistent chains: equal to <paramref name="PosteriorEnergy"/> on average when the prior fits the codes.</param>
/// <param name="KlWeight">Weight of the KL term at the end of the pass.</param>
/// <param name="Rows">Rows seen.</param>
/// <param name="Seconds">Wall-clock time of the pass.</param>
public sealed record EpochReport(
    int Epoch, int Epochs, double Reconstruction, double Entropy, double PosteriorEnergy, double ModelEnergy, double KlWeight, long Rows, double Seconds)
{
    /// <summary>The KL divergence without its log Z, which training never needs: -H(q) + E_q[E].</summary>
    public double KlWithoutLogZ => PosteriorEnergy - Entropy;

    /// <summary>Rows per second.</summary>
    public double RowsPerSecond => Rows / Seconds;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"epoch {Epoch}/{Epochs}: reconstruction {Reconstruction:F2} nats, entropy {Entropy:F2}, energy {PosteriorEnergy:F2} (model {ModelEnergy:F2}), {RowsPerSecond:N0} rows/s");
}
