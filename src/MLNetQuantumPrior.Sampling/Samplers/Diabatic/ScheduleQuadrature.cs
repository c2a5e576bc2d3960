namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// The integrals over a schedule that <see cref="DiabaticTemperature"/> is made of, to about ten digits: three-point Gauss-Legendre on
/// pieces over which the phase hardly turns.
/// </summary>
internal static class ScheduleQuadrature
{
    private const double LargestTurn = 0.1; // radians of 4 theta a piece: the rule's relative error is then about 0.1^6 / 2e6

    private static readonly double Root15 = Math.Sqrt(15);

    private static readonly double[] Nodes = [0.5 - (Root15 / 10), 0.5, 0.5 + (Root15 / 10)];

    private static readonly double[] Weights = [5.0 / 18, 4.0 / 9, 5.0 / 18];

    // Integrals of the Lagrange polynomials of the nodes from 0 to each node: Kuntzmann and Butcher's matrix of order 6.
    private static readonly double[][] Partial =
    [
        [5.0 / 36, (2.0 / 9) - (Root15 / 15), (5.0 / 36) - (Root15 / 30)],
        [(5.0 / 36) + (Root15 / 24), 2.0 / 9, (5.0 / 36) - (Root15 / 24)],
        [(5.0 / 36) + (Root15 / 30), (2.0 / 9) + (Root15 / 15), 5.0 / 36],
    ];

    public static DiabaticTemperature Integrate(AnnealingSchedule schedule)
    {
        int last = schedule.Points.Length - 1;
        double[] thetas = new double[last + 1]; // int_t^T A at each knot
        double[] rests = new double[last + 1]; // int_t^T B
        for (int k = last - 1; k >= 0; k--)
        {
            (var left, var right) = (schedule.Knot(k), schedule.Knot(k + 1));
            thetas[k] = thetas[k + 1] + ((right.Time - left.Time) * (left.A + right.A) / 2);
            rests[k] = rests[k + 1] + ((right.Time - left.Time) * (left.B + right.B) / 2);
        }

        Span<Integrand> values = stackalloc Integrand[Nodes.Length];
        var sums = default(Sums);
        for (int k = 0; k < last; k++)
        {
            (var left, var right) = (schedule.Knot(k), schedule.Knot(k + 1));
            double width = right.Time - left.Time;
            int pieces = 1 + (int)(4 * (thetas[k] - thetas[k + 1]) / LargestTurn);
            for (int piece = 0; piece < pieces; piece++)
            {
                for (int node = 0; node < values.Length; node++)
                {
                    // What is left of the interval, as a share of it: A and B are linear, their integrals quadratic.
                    double share = 1 - ((piece + Nodes[node]) / pieces);
                    double a = right.A + (share * (left.A - right.A));
                    double b = right.B + (share * (left.B - right.B));
                    double theta = thetas[k + 1] + (share * width * (a + right.A) / 2);
                    double rest = rests[k + 1] + (share * width * (b + right.B) / 2);
                    values[node] = new(b, theta, rest);
                }

                sums.Add(values, width / pieces);
            }
        }

        return sums.Finish();
    }

    private readonly record struct Integrand(double B, double Theta, double RestOfB)
    {
        public double Sin2 => B * Math.Sin(2 * Theta);

        public double Cos2 => B * Math.Cos(2 * Theta);

        public double Sin4 => B * Math.Sin(4 * Theta);

        public double Cos4 => B * Math.Cos(4 * Theta);
    }

    private struct Sums
    {
        private double _sin2;
        private double _cos2;
        private double _sin4;
        private double _cos4;
        private double _cos2Rest; // int_(t1 > t2) B1 B2 cos(2 theta2)
        private double _cos4Rest; // int_(t1 > t2) B1 B2 cos(4 theta2)
        private double _mixed; // int_(t1 > t2) B1 B2 cos(4 theta2 - 2 theta1)

        public void Add(ReadOnlySpan<Integrand> values, double width)
        {
            (double sin4Before, double cos4Before) = (_sin4, _cos4);
            for (int node = 0; node < values.Length; node++)
            {
                (double sin4, double cos4) = (sin4Before, cos4Before);
                for (int other = 0; other < values.Length; other++)
                {
                    sin4 += width * Partial[node][other] * values[other].Sin4;
                    cos4 += width * Partial[node][other] * values[other].Cos4;
                }

                Integrand value = values[node];
                double weight = width * Weights[node];
                _sin2 += weight * value.Sin2;
                _cos2 += weight * value.Cos2;
                _sin4 += weight * value.Sin4;
                _cos4 += weight * value.Cos4;
                _cos2Rest += weight * value.Cos2 * value.RestOfB;
                _cos4Rest += weight * value.Cos4 * value.RestOfB;
                _mixed += weight * ((value.Cos2 * cos4) + (value.Sin2 * sin4));
            }
        }

        // Dyson's series to second order, seen from the end: sigma_z at time t acts on the final spin as s exp(-2i theta), a product of two
        // on the same spin as exp(2i (theta1 - theta2)), t1 > t2. log |<s|psi>|^2 keeps what two terms do not do independently.
        public readonly DiabaticTemperature Finish() => new(
            FieldBeta: 2 * _sin2,
            CouplingBeta: 2 * _sin4,
            CouplingPairTerm: (2 * ((_cos4 * _cos4) - (_sin4 * _sin4))) - (4 * _cos4Rest),
            FieldCouplingTerm: 2 * ((_cos2 * _cos4) - (_sin2 * _sin4) - _mixed - _cos2Rest));
    }
}
