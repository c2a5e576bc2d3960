namespace MLNetQuantumPrior.Sampling;

/// <summary>What the numbers of an <see cref="AnnealingSchedule"/> mean.</summary>
public enum ScheduleUnits
{
    /// <summary>H = -A sum_i sigma_x,i + B E(sigma_z) with Planck's constant over 2 pi taken as 1: A T and B T are angles.</summary>
    Dimensionless,

    /// <summary>
    /// D-Wave's: H/h = -(A/2) sum_i sigma_x,i + (B/2) E(sigma_z), h Planck's constant, A and B in gigahertz, times in nanoseconds.
    /// </summary>
    GigahertzNanoseconds,
}
