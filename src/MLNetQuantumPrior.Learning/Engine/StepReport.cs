namespace MLNetQuantumPrior.Learning;

/// <summary>Loss of one step, before the update, in nats: sums over features or latents, means over rows.</summary>
/// <param name="Reconstruction">-log p(x|z).</param>
/// <param name="Penalty">What the bottleneck added.</param>
public readonly record struct StepReport(double Reconstruction, double Penalty);
