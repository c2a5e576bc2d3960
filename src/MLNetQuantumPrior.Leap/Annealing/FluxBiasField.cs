namespace MLNetQuantumPrior.Leap;

/// <summary>
/// Fields by a flux bias on the qubit itself. A field h has the energy (B/2) h s, a flux bias phi -Ip phi s with the persistent current
/// Ip = sqrt(h_P B / (2 M)), h_P Planck's constant. So they are alike at one point of the anneal, which is taken as its end: there
/// phi = -h (B/2) / Ip, and before, the flux bias is the field h sqrt(B(1) / B(s)).
/// </summary>
internal static class FluxBiasField
{
    private const double Planck = 6.62607015e-34, FluxQuantum = 2.067833848e-15; // SI units

    /// <summary>beta_h of such a field, to first order: that of a schedule whose B is sqrt(B(s) B(1)).</summary>
    public static double BetaOf(AnnealingSchedule schedule)
    {
        double end = schedule.Points[^1].B;
        ImmutableArray<SchedulePoint> points = [.. schedule.Points.Select(point => point with { B = Math.Sqrt(point.B * end) })];
        return DiabaticTemperature.Of(new(points, schedule.Duration, schedule.Units)).FieldBeta;
    }

    /// <summary>Flux bias, in flux quanta, of a field of 1.</summary>
    /// <param name="schedule">In gigahertz.</param>
    /// <param name="picohenry">M.</param>
    public static double FluxPerField(AnnealingSchedule schedule, double picohenry)
    {
        double energy = Planck * schedule.Points[^1].B * 1e9;
        double current = Math.Sqrt(energy / (2 * picohenry * 1e-12));
        return -(energy / 2) / (current * FluxQuantum);
    }
}
