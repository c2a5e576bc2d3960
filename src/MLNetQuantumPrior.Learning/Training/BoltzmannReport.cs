namespace MLNetQuantumPrior.Learning;

/// <summary>What an epoch showed of a Boltzmann prior. Means over the epoch's rows, while the parameters moved; nats.</summary>
/// <param name="Entropy">H(q) of the encoder's bits, summed over latents.</param>
/// <param name="PosteriorEnergy">E_q[E], the prior's energy of the encoder's bits.</param>
/// <param name="ModelEnergy">Mean energy of the model's own draws: equal to <paramref name="PosteriorEnergy"/> on average when the prior fits the codes.</param>
public sealed record BoltzmannReport(double Entropy, double PosteriorEnergy, double ModelEnergy);
