namespace MLNetQuantumPrior.LeapStub;

/// <summary>What a flux bias does to a qubit. It is a field of the opposite sign that does not grow with B as h does.</summary>
internal static class FluxField
{
    private const double Planck = 6.62607015e-34;
    private const double FluxQuantum = 2.067833848e-15;

    /// <summary>The flux bias, in flux quanta, that is like h = 1 where B has a value.</summary>
    /// <param name="b">B in gigahertz.</param>
    /// <param name="mutualInductance">M_AFM in picohenries.</param>
    public static double OfUnitField(double b, double mutualInductance) => -b / 2 / Current(b, mutualInductance);

    /// <summary>
    /// -beta phi is the logarithm of how much likelier a flux bias phi makes s = -1 than half of all reads, to first order in a fast
    /// anneal: 4 pi int Ip sin(2 pi int_t^T A) dt, as beta_h has B in place of 2 Ip.
    /// </summary>
    public static double Beta(AnnealingSchedule schedule, double mutualInductance) =>
        Integral(schedule, b => 2 * Current(b, mutualInductance));

    /// <summary>2 pi int f(B(t)) sin(2 pi int_t^T A) dt for a schedule in gigahertz and nanoseconds.</summary>
    public static double Integral(AnnealingSchedule schedule, Func<double, double> f)
    {
        double integral = 0;
        double angle = 0; // 2 pi int_t^T A, from the end backwards
        for (int k = schedule.Points.Length - 1; k > 0; k--)
        {
            (SchedulePoint right, SchedulePoint left) = (schedule.Points[k], schedule.Points[k - 1]);
            double width = (right.S - left.S) * schedule.Duration;

            // Of 0.02 radians, and 2000 in all where A is small: an error of some 1e-5.
            int steps = 1 + (int)Math.Max(100 * Math.PI * Math.Max(left.A, right.A) * width, 2000 * (right.S - left.S));
            for (int n = 0; n < steps; n++)
            {
                double share = (n + 0.5) / steps;
                double half = Math.PI * (right.A + (share * (left.A - right.A))) * width / steps;
                integral += f(right.B + (share * (left.B - right.B))) * Math.Sin(angle + half) * width / steps;
                angle += 2 * half;
            }
        }

        return 2 * Math.PI * integral;
    }

    /// <summary>The persistent current as a frequency, in gigahertz a flux quantum.</summary>
    private static double Current(double b, double mutualInductance) =>
        Math.Sqrt(1e9 * Planck * b / (2e-12 * mutualInductance)) * FluxQuantum / (1e9 * Planck);
}
