namespace MLNetQuantumPrior.Learning;

/// <summary>What the outlier measures of a row are made of, in nats.</summary>
/// <param name="Reconstruction">-log p(x|z) at the most likely code.</param>
/// <param name="PriorEnergy">E_q[E].</param>
/// <param name="Entropy">H(q).</param>
public readonly record struct OutlierTerms(float Reconstruction, float PriorEnergy, float Entropy);
