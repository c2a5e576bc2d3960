namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>Rows as a runtime edited them.</summary>
/// <param name="Bits">A digit a bit, row by row.</param>
/// <param name="Reached">Probability of what was set. <c>[rows]</c></param>
/// <param name="ChangedBits">How many bits changed. <c>[rows]</c></param>
internal sealed record RuntimeEdits(string Bits, float[] Reached, float[] ChangedBits);
