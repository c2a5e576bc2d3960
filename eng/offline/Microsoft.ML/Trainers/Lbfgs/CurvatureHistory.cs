namespace Microsoft.ML.Trainers;

/// <summary>
/// The last steps s and gradient changes y of L-BFGS, and the inverse Hessian estimate they imply (Nocedal and Wright, algorithm 7.4).
/// </summary>
internal sealed class CurvatureHistory(int capacity)
{
    private readonly List<Pair> _pairs = [];

    public bool IsEmpty => _pairs.Count == 0;

    public void Clear() => _pairs.Clear();

    public void Add(ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> gradientFrom, ReadOnlySpan<double> gradientTo)
    {
        if (_pairs.Count == capacity)
            _pairs.RemoveAt(0);
        double[] s = Difference(to, from), y = Difference(gradientTo, gradientFrom);
        double sy = Dot(s, y);
        // A convex objective has s.y > 0, up to rounding; a pair that lost it to rounding carries no curvature.
        if (sy > 0)
            _pairs.Add(new Pair(s, y, sy));
    }

    /// <summary>Multiplies <paramref name="direction"/> by the inverse Hessian estimate.</summary>
    public void ApplyInverseHessian(Span<double> direction)
    {
        if (IsEmpty)
            return;
        double[] alphas = new double[_pairs.Count];
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            alphas[i] = Dot(_pairs[i].S, direction) / _pairs[i].Sy;
            AddScaled(-alphas[i], _pairs[i].Y, direction);
        }
        Pair last = _pairs[^1];
        double scale = last.Sy / Dot(last.Y, last.Y);
        foreach (ref double d in direction)
            d *= scale;
        for (int i = 0; i < _pairs.Count; i++)
        {
            double beta = Dot(_pairs[i].Y, direction) / _pairs[i].Sy;
            AddScaled(alphas[i] - beta, _pairs[i].S, direction);
        }
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void AddScaled(double scale, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] += scale * x[i];
    }

    private static double[] Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double[] difference = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
            difference[i] = a[i] - b[i];
        return difference;
    }

    private sealed record Pair(double[] S, double[] Y, double Sy);
}
