namespace MLNetQuantumPrior.Learning;

/// <summary>What rows that the training never sees showed after an epoch, with hard bits. Means over these rows, nats.</summary>
/// <param name="Reconstruction">-log p(x|z), summed over features.</param>
/// <param name="Kl">KL(q || p), summed over latents.</param>
public sealed record ValidationReport(double Reconstruction, double Kl)
{
    /// <summary>The evidence lower bound, -reconstruction - KL.</summary>
    public double Elbo => -Reconstruction - Kl;
}
