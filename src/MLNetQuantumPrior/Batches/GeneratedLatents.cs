namespace MLNetQuantumPrior;

/// <summary>Latents of generated rows, as the decoder takes them.</summary>
/// <param name="Values">Bits, 0 or 1, or Gaussian numbers. <c>[rows, LatentSize]</c></param>
/// <param name="Energies">E(z) of each row under the model's prior, whatever law it was drawn from: |z|^2 / 2 of Gaussian latents.</param>
internal sealed record GeneratedLatents(float[] Values, float[] Energies);
