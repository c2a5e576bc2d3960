namespace Microsoft.ML.Trainers;

internal delegate double DifferentiableFunction(ReadOnlySpan<double> point, Span<double> gradient);

/// <param name="Point">Where the search ended.</param>
/// <param name="PrematureReason">Why it ended before the criterion was met; null if it was.</param>
internal sealed record Minimum(double[] Point, string PrematureReason);

/// <summary>
/// Minimises f(x) + l1 |x|, f smooth and convex, by orthant-wise L-BFGS (Andrew and Gao, ICML 2007), optionally under x >= 0.
/// Without an L1 term and without the bound it is plain L-BFGS with a backtracking line search.
/// Coordinates before <see cref="FirstConstrained"/> are free of penalty and bound.
/// </summary>
internal sealed class OrthantWiseLbfgs(DifferentiableFunction function, int historySize)
{
    private const double SufficientDecrease = 1e-4;
    private const int MaximumBacktracks = 20;

    public double L1 { get; init; }

    public bool NonNegative { get; init; }

    public int FirstConstrained { get; init; }

    /// <summary>Called after each iteration with its number, the value and the mean improvement.</summary>
    public Action<int, double, double> Progress { get; init; } = delegate { };

    public Minimum Minimize(double[] start, MeanImprovement criterion)
    {
        int n = start.Length;
        double[] x = [.. start], gradient = new double[n], next = new double[n], nextGradient = new double[n];
        double[] descent = new double[n], direction = new double[n];
        var history = new CurvatureHistory(historySize);
        if (NonNegative)
            Clip(x, x);
        double value = Evaluate(x, gradient);
        int iteration = 1;
        while (true)
        {
            SteepestDescent(x, gradient, descent);
            descent.CopyTo(direction, 0);
            history.ApplyInverseHessian(direction);
            KeepOrthant(x, descent, direction);
            double slope = CurvatureHistory.Dot(descent, direction);
            if (slope == 0)
                return new Minimum(x, "Directional derivative is zero. You may be sitting on the optimum.");

            double step = history.IsEmpty ? 1 / Math.Sqrt(CurvatureHistory.Dot(direction, direction)) : 1;
            double nextValue = Search(x, value, descent, direction, step, next, nextGradient);
            if (double.IsNaN(nextValue))
            {
                if (history.IsEmpty)
                    return new Minimum(x, slope < criterion.Tolerance ? null : "Step size interval numerically zero.");
                // Rounding spoiled the estimated curvature: forget it and go down the steepest descent.
                history.Clear();
                continue;
            }

            bool stops = criterion.Stops(value - nextValue, iteration);
            Progress(iteration, nextValue, criterion.Mean);
            if (stops)
                return new Minimum(next, null);
            history.Add(x, next, gradient, nextGradient);
            (x, next) = (next, x);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = nextValue;
            iteration++;
        }
    }

    private double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double value = function(x, gradient);
        double norm = 0;
        for (int i = FirstConstrained; i < x.Length; i++)
            norm += Math.Abs(x[i]);
        return value + L1 * norm;
    }

    // The negated subgradient of least norm.
    private void SteepestDescent(ReadOnlySpan<double> x, ReadOnlySpan<double> gradient, Span<double> descent)
    {
        for (int i = 0; i < x.Length; i++)
            descent[i] = -gradient[i];
        for (int i = FirstConstrained; i < x.Length; i++)
        {
            if (NonNegative)
                descent[i] = x[i] > 0 ? descent[i] - L1 : Math.Max(descent[i] - L1, 0);
            else if (x[i] != 0)
                descent[i] -= Math.CopySign(L1, x[i]);
            else
                descent[i] = Math.CopySign(Math.Max(Math.Abs(descent[i]) - L1, 0), descent[i]);
        }
    }

    // A coordinate at zero may only leave it downhill: on the other side of the kink (or of the bound) the slope is another one.
    private void KeepOrthant(ReadOnlySpan<double> x, ReadOnlySpan<double> descent, Span<double> direction)
    {
        if (L1 == 0 && !NonNegative)
            return;
        for (int i = FirstConstrained; i < x.Length; i++)
        {
            if (x[i] == 0 && direction[i] * descent[i] <= 0)
                direction[i] = 0;
        }
    }

    // Backtracks until the value falls by a fraction of what the slope promises; NaN if it never does.
    private double Search(
        ReadOnlySpan<double> x, double value, ReadOnlySpan<double> descent, ReadOnlySpan<double> direction, double step,
        Span<double> next, Span<double> gradient)
    {
        for (int attempt = 0; attempt < MaximumBacktracks; attempt++)
        {
            for (int i = 0; i < x.Length; i++)
                next[i] = x[i] + step * direction[i];
            Clip(x, next);
            double promise = 0;
            for (int i = 0; i < x.Length; i++)
                promise += descent[i] * (next[i] - x[i]);
            double nextValue = Evaluate(next, gradient);
            if (promise > 0 && nextValue <= value - SufficientDecrease * promise)
                return nextValue;
            // The minimum of the parabola through both values with the slope at the start, within reason.
            double factor = promise / (2 * (nextValue - value + promise));
            step *= factor < 0.1 ? 0.1 : factor < 0.5 ? factor : 0.5;
        }
        return double.NaN;
    }

    // A step that would cross zero ends at zero.
    private void Clip(ReadOnlySpan<double> x, Span<double> next)
    {
        if (L1 == 0 && !NonNegative)
            return;
        for (int i = FirstConstrained; i < next.Length; i++)
        {
            if (NonNegative ? next[i] < 0 : x[i] * next[i] < 0)
                next[i] = 0;
        }
    }
}
