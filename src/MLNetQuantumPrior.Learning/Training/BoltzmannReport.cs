namespace MLNetQuantumPrior.Learning;

/// <summary>What an epoch showed of a Boltzmann prior. Means over the epoch's rows, while the parameters moved; nats.</summary>
/// <param name="Entropy">H(q) of the encoder's bits, summed over latents.</param>
/// <param name="PosteriorEnergy">E_q[E], the prior's energy of the encoder's bits.</param>
/// <param name="ModelEnergy">
/// Mean energy of the model's own draws: equal to <paramref name="PosteriorEnergy"/> on average when the prior fits the codes.
/// </param>
/// <param name="LogPartition">
/// log Z; null where it is not known. KL = <paramref name="PosteriorEnergy"/> - <paramref name="Entropy"/> + log Z.
/// </param>
public sealed record BoltzmannReport(double Entropy, double PosteriorEnergy, double ModelEnergy, double? LogPartition)
{
    /// <summary>
    /// Standard error of the last estimate by annealing that <see cref="LogPartition"/> was anchored to; null before the first one, and
    /// where log Z is not known or known in closed form.
    /// </summary>
    public double? LogPartitionStandardError { get; init; }

    /// <summary>Whether the chains of the negative phase mix; null where the machine has no couplings and needs no chains.</summary>
    public MixingReport? Mixing { get; init; }
}
