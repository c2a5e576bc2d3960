namespace MLNetQuantumPrior.Learning;

/// <summary>What a row of a <see cref="PortableGenerator"/> is drawn by. The same numbers give the same row, on any runtime.</summary>
/// <param name="Class">Index of its class in the model's class names, a whole number; not used where rows are not drawn by class.</param>
/// <param name="Id">Its name: rows of different ids are independent, but for the stored draw that they may both start from.</param>
/// <param name="Seed">Seed of all randomness, any number.</param>
/// <param name="Sweeps">
/// Gibbs sweeps from the stored draw that it starts from to the row, from 0 to <see cref="PortableGenerator.MaxSweeps"/>: rows that start
/// from the same draw become independent with them.
/// </param>
/// <param name="Beta">Inverse temperature of the sweeps, a finite number of at least 0; 1 as trained.</param>
public readonly record struct PortableRow(float Class, long Id, long Seed = 0, long Sweeps = 20, float Beta = 1);
