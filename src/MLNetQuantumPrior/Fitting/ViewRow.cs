namespace MLNetQuantumPrior;

/// <summary>One row of a view.</summary>
/// <param name="Position">Its number, from 0.</param>
/// <param name="Features">Its features, in the units of the view.</param>
/// <param name="Class">Name of its class; null where the label is missing or was not asked for.</param>
internal readonly record struct ViewRow(long Position, Memory<float> Features, string? Class);
