namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Splits the time evolution of H(t) = -A(t) sum sigma_x + B(t) E into turns of single spins and phases of single states, with an error of
/// fourth order in the step.
/// </summary>
/// <remarks>
/// Blanes and Moan, "Practical symplectic partitioned Runge-Kutta and Runge-Kutta-Nystroem methods", J. Comput. Appl. Math. 142, 2002:
/// their method S6 of order 4, phases with the coefficients a, turns with b. Time is split like the state: each flow holds its own
/// coefficient still and moves the clock of the other, which keeps the order where the schedule is smooth.
/// </remarks>
internal static class AnnealSplitting
{
    private const double A1 = 0.0792036964311957;
    private const double A2 = 0.353172906049774;
    private const double A3 = -0.0420650803577195;
    private const double B1 = 0.209515106613362;
    private const double B2 = -0.143851773179818;

    private static readonly double[] PhaseShares = [A1, A2, A3, 1 - (2 * (A1 + A2 + A3)), A3, A2, A1];
    private static readonly double[] TurnShares = [B1, B2, 0.5 - B1 - B2, 0.5 - B1 - B2, B2, B1];

    /// <summary>The stages of an anneal in so many equal steps, but for a last phase, which no measurement sees.</summary>
    public static IEnumerable<AnnealStage> Stages(AnnealingSchedule schedule, int steps)
    {
        double step = schedule.Duration / steps;
        double pending = 0;
        for (int k = 0; k < steps; k++)
        {
            (double phaseClock, double turnClock) = (k * step, k * step);
            for (int stage = 0; stage < TurnShares.Length; stage++)
            {
                double phase = pending + (PhaseShares[stage] * step * schedule.At(turnClock).B);
                phaseClock += PhaseShares[stage] * step;
                double angle = TurnShares[stage] * step * schedule.At(phaseClock).A;
                turnClock += TurnShares[stage] * step;
                pending = 0;
                yield return new(phase, angle);
            }

            pending = PhaseShares[^1] * step * schedule.At(turnClock).B;
        }
    }
}

/// <summary>One factor of a split time evolution, psi = exp(i Angle sum_i sigma_x,i) exp(-i Phase E) psi.</summary>
internal readonly record struct AnnealStage(double Phase, double Angle);
