namespace MLNetQuantumPrior.Sampling;

/// <summary>The inverse temperature of each sweep of an annealing run.</summary>
/// <remarks>
/// The numbers of <see cref="Linear"/>, <see cref="Geometric"/> and <see cref="Custom"/> are in units of <see cref="SampleRequest.Beta"/>:
/// a schedule that ends at 1 ends at the requested temperature. <see cref="Automatic"/> takes its range from the model.
/// </remarks>
public abstract record BetaSchedule
{
    private BetaSchedule()
    {
    }

    /// <summary>
    /// A geometric schedule from where every spin moves to where the model is frozen, found from its local fields. With
    /// S_i = |h_i| + sum_j |J_ij|, the largest local field that spin i can meet, it starts at ln 2 / (2 max_i S_i), where the hardest flip
    /// is still accepted half of the time. With m_i the largest of |h_i| and |J_ij|, the scale of the smaller steps of its local field, it
    /// ends at ln(100 n) / (2 min_i m_i), where a flip against a step of the smallest scale is expected in one of a hundred sweeps of n
    /// spins. Spins without field and couplings do not count, and no m_i counts for less than a hundredth of their median: a nearly dead
    /// spin would stretch the schedule of all others.
    /// </summary>
    public static BetaSchedule Automatic { get; } = new OfTheModel();

    /// <summary>Equal steps.</summary>
    /// <param name="first">Where it starts, finite and at least 0, in units of the requested inverse temperature.</param>
    /// <param name="last">Where it ends, likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static BetaSchedule Linear(double first, double last) =>
        new Interpolated(AtLeastZero(first, nameof(first)), AtLeastZero(last, nameof(last)), IsGeometric: false);

    /// <summary>Equal ratios.</summary>
    /// <param name="first">Where it starts, finite and above 0, in units of the requested inverse temperature.</param>
    /// <param name="last">Where it ends, likewise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static BetaSchedule Geometric(double first, double last) =>
        new Interpolated(AboveZero(first, nameof(first)), AboveZero(last, nameof(last)), IsGeometric: true);

    /// <summary>Any numbers, each for an equal part of the sweeps; of fewer sweeps than numbers, some numbers are left out.</summary>
    /// <param name="betas">At least one, each finite and at least 0, in units of the requested inverse temperature.</param>
    /// <exception cref="ArgumentException">There is no number, or one is out of range.</exception>
    public static BetaSchedule Custom(params ImmutableArray<double> betas)
    {
        if (betas.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Schedule: expected at least one number, got none.", nameof(betas));
        }

        foreach (double beta in betas)
        {
            AtLeastZero(beta, nameof(betas));
        }

        return new Listed(betas);
    }

    /// <summary>The inverse temperature as a function of the number of the sweep.</summary>
    /// <exception cref="ArgumentException">The schedule ends where it must, and the target is another.</exception>
    internal abstract Func<int, double> Betas(IsingModel model, double target, int sweeps);

    private static double AtLeastZero(double beta, string name) => double.IsFinite(beta) && beta >= 0
        ? beta
        : throw new ArgumentOutOfRangeException(name, beta, "Expected a finite number, at least 0.");

    private static double AboveZero(double beta, string name) => double.IsFinite(beta) && beta > 0
        ? beta
        : throw new ArgumentOutOfRangeException(name, beta, "Expected a finite number above 0.");

    private sealed record OfTheModel : BetaSchedule
    {
        internal override Func<int, double> Betas(IsingModel model, double target, int sweeps)
        {
            if (target != 1)
            {
                throw new ArgumentException(
                    $"Sample request '{nameof(SampleRequest.Beta)}': expected 1, because an automatic schedule ends where the model " +
                    $"freezes, got {target}; a schedule such as {nameof(Linear)}(0, 1) ends at the requested inverse temperature.");
            }

            double hot = Math.Log(2) / (2 * LocalFields.Largest(model));
            return Geometric(hot, FreezingSampler.FrozenBeta(model)).Betas(model, target, sweeps);
        }
    }

    private sealed record Interpolated(double First, double Last, bool IsGeometric) : BetaSchedule
    {
        internal override Func<int, double> Betas(IsingModel model, double target, int sweeps) => sweep =>
        {
            double part = sweeps > 1 ? sweep / (sweeps - 1.0) : 1;
            return target * (IsGeometric ? Math.Pow(First, 1 - part) * Math.Pow(Last, part) : (First * (1 - part)) + (Last * part));
        };
    }

    private sealed record Listed(ImmutableArray<double> Factors) : BetaSchedule
    {
        public bool Equals(Listed? other) => other is not null && Factors.AsSpan().SequenceEqual(other.Factors.AsSpan());

        public override int GetHashCode() => HashCode.Combine(Factors.Length, Factors[0], Factors[^1]);

        public override string ToString() => $"[{string.Join(", ", Factors)}]";

        internal override Func<int, double> Betas(IsingModel model, double target, int sweeps) =>
            sweep => target * Factors[(int)((((2L * sweep) + 1) * Factors.Length) / (2L * sweeps))]; // the middle of the sweep
    }
}
