namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Learned variances by their closed form: the loss (log v + r / v) / 2 is least where v is the mean squared residual r. It is tracked over
/// steps, and v follows it in log scale.
/// </summary>
/// <remarks>
/// Gradient steps of w = log(v - floor) lag behind the residuals, and a variance that is too large keeps latents from being used. A step
/// of any size is no better: a feature that is nearly constant then has a precision near 1 / floor at once, and its gradient is all that
/// the networks see.
/// </remarks>
/// <param name="count">Number of variances.</param>
internal sealed class ResidualVariances(int count)
{
    /// <summary>How far log v moves in a step, in learning rates.</summary>
    private const double MaxRates = 5;

    /// <summary>
    /// So many rows weigh as much as all before them. Their noise is no matter (2 %), but values that are rare must not be forgotten from
    /// one time to the next: the variance between would be too small for them.
    /// </summary>
    private const double RowsRemembered = 8192;

    /// <summary>Smallest v over the floor, relative to it: w stays finite.</summary>
    private const double LeastExcess = 1e-3;

    private readonly float[] _meanSquares = new float[count];

    /// <summary>One step.</summary>
    /// <param name="learned">The parameters w to move: v = floor + exp(w).</param>
    /// <param name="meanSquares">Of each variance the squared residual, mean over the rows of the step.</param>
    /// <param name="rows">Number of these rows.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="learningRate">The step size of the networks.</param>
    public void Step(Span<float> learned, ReadOnlySpan<float> meanSquares, int rows, int step, double learningRate)
    {
        double share = Math.Min(1, Math.Max(rows / RowsRemembered, 1.0 / step)); // at first, all steps count alike
        double factor = Math.Exp(MaxRates * learningRate);
        const double Floor = GaussianSlots.VarianceFloor;
        for (int k = 0; k < learned.Length; k++)
        {
            _meanSquares[k] += (float)(share * (meanSquares[k] - _meanSquares[k]));
            double variance = Floor + Math.Exp(learned[k]);
            double next = Math.Max(variance / factor, Math.Min(variance * factor, _meanSquares[k]));
            learned[k] = (float)Math.Log(Math.Max(next - Floor, LeastExcess * Floor));
        }
    }

    /// <summary>What networks remember, with what this does: the tracked means follow those of the gradients.</summary>
    public OptimizerState AddTo(OptimizerState networks) =>
        networks with { Means = [.. networks.Means, .. _meanSquares], Variances = [.. networks.Variances, .. new float[count]] };

    /// <summary>Takes back what <see cref="AddTo"/> added.</summary>
    /// <returns>What the networks remember.</returns>
    /// <exception cref="ArgumentException">The state is not one of as many parameters.</exception>
    public OptimizerState TakeFrom(OptimizerState state, int parameters)
    {
        if (state.Means.Length != parameters || state.Variances.Length != parameters || state.Steps < 0)
        {
            throw new ArgumentException(
                $"Optimizer state: expected {parameters} means and variances, one a parameter, after at least 0 steps, " +
                $"got {state.Means.Length} and {state.Variances.Length} after {state.Steps}.",
                nameof(state));
        }

        int networks = parameters - count;
        state.Means.AsSpan()[networks..].CopyTo(_meanSquares);
        return state with { Means = state.Means.Slice(0, networks), Variances = state.Variances.Slice(0, networks) };
    }
}
