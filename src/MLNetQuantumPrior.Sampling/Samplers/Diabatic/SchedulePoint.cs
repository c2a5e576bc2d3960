namespace MLNetQuantumPrior.Sampling;

/// <summary>A knot of an <see cref="AnnealingSchedule"/>.</summary>
/// <param name="S">Elapsed share of the anneal, from 0 to 1.</param>
/// <param name="A">Strength of the transverse field, at least 0.</param>
/// <param name="B">Strength of the Ising energy, at least 0.</param>
public readonly record struct SchedulePoint(double S, double A, double B);
