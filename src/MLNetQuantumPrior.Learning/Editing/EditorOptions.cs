using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How an <see cref="Editor"/> edits rows.</summary>
public sealed record EditorOptions
{
    /// <summary>Chains of each row, at least 1, of which one is taken. Default 8.</summary>
    public int Chains { get; init => field = Check.AtLeast(1, value); } = 8;

    /// <summary>Gibbs sweeps of each chain, at least 1. Default 16.</summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 16;

    /// <summary>
    /// Power of q(z|x), what the encoder finds of the row, that codes are weighted by at first, a finite number of at least 0: the higher,
    /// the more of the row stays. Where no chain reaches <see cref="Certainty"/>, others run with half of it, and so on
    /// <see cref="Attempts"/> times. Default 0.4.
    /// </summary>
    public double Closeness { get; init => field = Check.AtLeast(0, value); } = 0.4;

    /// <summary>
    /// Probability, from 0 to 1, that what is set is reached and that the other attributes are what they were, at which a chain is good
    /// enough, as the model's classifier of codes finds it. At 0 the first attempt is taken. Default 0.99.
    /// </summary>
    public double Certainty { get; init => field = Check.Within(0, 1, value); } = 0.99;

    /// <summary>
    /// Most attempts, at least 1, each with half the closeness of the one before. Where none of them reaches what is set, there are up to
    /// as many again less one, each with half the <see cref="KeepStrength"/>. Default 8.
    /// </summary>
    public int Attempts { get; init => field = Check.AtLeast(1, value); } = 8;

    /// <summary>
    /// Attempts that can differ: 2,099 halvings make 0 of any number, at most 2^1024, and attempts have their random numbers in common.
    /// </summary>
    internal int DifferentAttempts => Math.Min(Attempts, 2100);

    /// <summary>
    /// Factor on the fields that lead from what the row is to what is set, a finite number of at least 0; they fade out over the sweeps.
    /// Default 2.
    /// </summary>
    public double Strength { get; init => field = Check.AtLeast(0, value); } = 2;

    /// <summary>
    /// Power of the probability that attributes which are not named stay as they are, a finite number of at least 0. Default 4.
    /// </summary>
    public double KeepStrength { get; init => field = Check.AtLeast(0, value); } = 4;

    /// <summary>Power of the probability of what is set, beside its own strength, a finite number of at least 0. Default 4.</summary>
    public double SetStrength { get; init => field = Check.AtLeast(0, value); } = 4;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads, at least 1. Default: one per core. Rows do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;
}
