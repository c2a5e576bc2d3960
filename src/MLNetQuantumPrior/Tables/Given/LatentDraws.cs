namespace MLNetQuantumPrior;

/// <summary>Bits of some rows.</summary>
/// <param name="Bits">0 or 1. <c>[rows, latents]</c></param>
/// <param name="Decoded">What the decoder makes of them: scaled expected slots. <c>[rows, slots]</c></param>
/// <param name="LogRatios">
/// Log of each row's probability under the prior over that of being drawn, up to a constant; null where bits are drawn from the prior.
/// <c>[rows]</c>
/// </param>
internal sealed record LatentDraws(float[] Bits, float[] Decoded, double[]? LogRatios = null);

/// <summary>Draws bits of rows by their ids.</summary>
internal delegate LatentDraws DrawLatents(ulong[] ids);
