namespace MLNetQuantumPrior.Learning;

/// <summary>How a Boltzmann machine is fitted to moments.</summary>
public sealed record BoltzmannFitOptions
{
    /// <summary>Steps of Adam, at least 4; the fit is the average over the last quarter of them. Default 1000.</summary>
    public int Steps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 4, nameof(Steps));
            field = value;
        }
    } = 1000;

    /// <summary>Chains of the negative phase, at least 2. Default 640.</summary>
    public int Chains
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2, nameof(Chains));
            field = value;
        }
    } = 640;

    /// <summary>Gibbs sweeps of each chain after each step, at least 1. Default 1.</summary>
    public int Sweeps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Sweeps));
            field = value;
        }
    } = 1;

    /// <summary>
    /// Adam's step size, a finite number above 0: about how far a parameter moves in a step. Chains cannot follow a machine that moves too
    /// fast: at 256 spins 0.001 is still well, 0.003 too much. Default 0.0005.
    /// </summary>
    public double LearningRate
    {
        get;
        init => field = double.IsFinite(value) && value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "Expected a finite number above 0.");
    } = 5e-4;

    /// <summary>Most threads, at least 1. Default: one a core. The fit does not depend on it.</summary>
    public int MaxDegreeOfParallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(MaxDegreeOfParallelism));
            field = value;
        }
    } = Environment.ProcessorCount;
}
