namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What one or more passes over the training data showed, with hard bits; nats. Where hard bits were trained: means over the rows, while
/// the parameters moved. Where the bits were soft: means over at most 1,000 training rows after the last step.
/// </summary>
/// <param name="Epoch">Passes made so far.</param>
/// <param name="Epochs">Number of passes in all.</param>
/// <param name="Reconstruction">-log p(x|z), summed over features.</param>
/// <param name="Kl">KL(q || p), summed over latents; null where log Z is not known.</param>
/// <param name="KlWeight">Weight of the KL term at the end of the pass.</param>
/// <param name="Rows">Rows seen.</param>
/// <param name="Seconds">Wall-clock time of the pass; 0 where it is not known, as in a model file.</param>
public sealed record EpochReport(
    int Epoch, int Epochs, double Reconstruction, double? Kl, double KlWeight, long Rows, double Seconds = 0)
{
    /// <summary>-log p(x|z) of the soft bits that were trained, a mean while the parameters moved; null where bits were hard.</summary>
    public double? SoftReconstruction { get; init; }

    /// <summary>What it showed of the prior, where that is a Boltzmann machine.</summary>
    public BoltzmannReport? Boltzmann { get; init; }

    /// <summary>-log p(x|z) of the validation rows after the pass, with hard bits, summed over features; null without such rows.</summary>
    public double? ValidationReconstruction { get; init; }

    /// <summary>KL(q || p) of the validation rows after the pass, summed over latents; null without such rows.</summary>
    public double? ValidationKl { get; init; }

    /// <summary>The evidence lower bound, -reconstruction - KL; null where log Z is not known.</summary>
    public double? Elbo => -Reconstruction - Kl;

    /// <summary>The evidence lower bound of the validation rows; null without such rows.</summary>
    public double? ValidationElbo => -ValidationReconstruction - ValidationKl;

    /// <summary>Rows per second; 0 where the time is not known.</summary>
    public double RowsPerSecond => Seconds > 0 ? Rows / Seconds : 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        string kl = Kl is null ? "" : FormattableString.Invariant($", KL {Kl:F2}, ELBO {Elbo:F2}");
        string spins = Boltzmann is null
            ? ""
            : FormattableString.Invariant(
                $", entropy {Boltzmann.Entropy:F2}, energy {Boltzmann.PosteriorEnergy:F2} (model {Boltzmann.ModelEnergy:F2})");
        string validation = ValidationElbo is null ? "" : FormattableString.Invariant($", validation ELBO {ValidationElbo:F2}");
        string warning = Boltzmann?.Warning is { } text ? $"; warning: {text}" : "";
        string speed = Seconds > 0 ? FormattableString.Invariant($", {RowsPerSecond:N0} rows/s") : "";
        return FormattableString.Invariant(
            $"epoch {Epoch}/{Epochs}: reconstruction {Reconstruction:F2} nats{kl}{spins}{validation}{speed}{warning}");
    }
}
