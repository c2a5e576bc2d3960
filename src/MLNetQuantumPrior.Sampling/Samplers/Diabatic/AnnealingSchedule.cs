namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// How a quantum annealer turns its transverse field A off and the Ising energy B on: A(s) and B(s), piecewise linear between knots, run
/// through at constant speed, s = t / <see cref="Duration"/>. Immutable.
/// </summary>
public sealed class AnnealingSchedule
{
    // One turn is 2 pi, and D-Wave's Hamiltonian carries 1/2.
    private readonly double _angularFactor;

    /// <summary>A schedule from its knots.</summary>
    /// <param name="points">At least two; s ascends strictly from 0 to 1, A and B are finite and at least 0.</param>
    /// <param name="duration">Length T of the anneal, finite and above 0.</param>
    /// <param name="units">What A, B and T are measured in.</param>
    /// <exception cref="ArgumentException">A point or the duration is out of range.</exception>
    public AnnealingSchedule(
        ImmutableArray<SchedulePoint> points, double duration, ScheduleUnits units = ScheduleUnits.Dimensionless)
    {
        if (FirstDefect(points) is { } defect)
        {
            throw new ArgumentException(defect, nameof(points));
        }

        if (!(double.IsFinite(duration) && duration > 0))
        {
            throw new ArgumentException(
                $"Annealing schedule '{nameof(duration)}': expected a finite number above 0, got {duration}.", nameof(duration));
        }

        _angularFactor = units switch
        {
            ScheduleUnits.Dimensionless => 1,
            ScheduleUnits.GigahertzNanoseconds => Math.PI,
            _ => throw new ArgumentException($"Annealing schedule '{nameof(units)}': expected a defined unit, got {units}.", nameof(units)),
        };
        (Points, Duration, Units) = (points, duration, units);
    }

    /// <summary>The knots.</summary>
    public ImmutableArray<SchedulePoint> Points { get; }

    /// <summary>T, in nanoseconds where <see cref="Units"/> are D-Wave's.</summary>
    public double Duration { get; }

    /// <summary>What A, B and T are measured in.</summary>
    public ScheduleUnits Units { get; }

    /// <summary>A falls from 1 to 0 while B rises from 0 to 1, dimensionless.</summary>
    /// <param name="duration">Length T of the anneal, finite and above 0.</param>
    public static AnnealingSchedule Linear(double duration) => new([new(0, 1, 0), new(1, 0, 1)], duration);

    /// <summary>The same knots, run through in another time: how an annealer's temperature is set.</summary>
    /// <param name="duration">Length T of the anneal, finite and above 0.</param>
    public AnnealingSchedule WithDuration(double duration) => new(Points, duration, Units);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Points)}] in {Duration} ({Units})";

    /// <summary>What is wrong with knots, or null.</summary>
    internal static string? FirstDefect(ImmutableArray<SchedulePoint> points)
    {
        if (points.IsDefault || points.Length < 2)
        {
            return $"Annealing schedule: expected at least 2 points, got {(points.IsDefault ? 0 : points.Length)}.";
        }

        for (int k = 0; k < points.Length; k++)
        {
            SchedulePoint point = points[k];
            if (!(double.IsFinite(point.A) && point.A >= 0 && double.IsFinite(point.B) && point.B >= 0))
            {
                return $"Annealing schedule, point {k}: expected finite A and B, at least 0, got A = {point.A}, B = {point.B}.";
            }

            string? expected = k == 0 && point.S != 0 ? "s = 0"
                : k == points.Length - 1 && point.S != 1 ? "s = 1"
                : k > 0 && !(point.S > points[k - 1].S) ? $"s above {points[k - 1].S}, that of the point before"
                : null;
            if (expected is not null)
            {
                return $"Annealing schedule, point {k}: expected {expected}, got s = {point.S}.";
            }
        }

        return null;
    }

    /// <summary>A knot in angular units: time, and the coefficients of -sum sigma_x and of E in radians per unit of time.</summary>
    internal (double Time, double A, double B) Knot(int k) =>
        (Points[k].S * Duration, Points[k].A * _angularFactor, Points[k].B * _angularFactor);

    /// <summary>Both coefficients at a time between 0 and <see cref="Duration"/>, in radians per unit of time.</summary>
    internal (double A, double B) At(double time)
    {
        double s = Math.Clamp(time / Duration, 0, 1);
        (int low, int high) = (0, Points.Length - 1);
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = Points[middle].S <= s ? (middle, high) : (low, middle);
        }

        (SchedulePoint left, SchedulePoint right) = (Points[low], Points[high]);
        double share = (s - left.S) / (right.S - left.S);
        return (
            _angularFactor * (left.A + (share * (right.A - left.A))),
            _angularFactor * (left.B + (share * (right.B - left.B))));
    }
}

/// <summary>A knot of an <see cref="AnnealingSchedule"/>.</summary>
/// <param name="S">Elapsed share of the anneal, from 0 to 1.</param>
/// <param name="A">Strength of the transverse field, at least 0.</param>
/// <param name="B">Strength of the Ising energy, at least 0.</param>
public readonly record struct SchedulePoint(double S, double A, double B);

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
