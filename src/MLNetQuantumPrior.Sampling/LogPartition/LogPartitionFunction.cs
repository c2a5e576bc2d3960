namespace MLNetQuantumPrior.Sampling;

/// <summary>log Z of a model, Z the sum of exp(-beta E(s)) over all 2^n states.</summary>
public static class LogPartitionFunction
{
    /// <summary>log Z by enumeration.</summary>
    /// <param name="model">At most <see cref="ExactEnumeration.MaxSpins"/> spins.</param>
    /// <param name="beta">Inverse temperature, finite and at least 0.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The model has too many spins, or beta is out of range.</exception>
    public static LogPartitionEstimate Exact(IsingModel model, double beta = 1, CancellationToken cancel = default) =>
        new(
            new ExactEnumeration(model, beta, cancel).LogPartition,
            StandardError: 0,
            EffectiveSampleSize: double.PositiveInfinity,
            LogPartitionMethod.Enumeration);

    /// <summary>log Z by enumeration where the model has few enough spins, else by annealed importance sampling.</summary>
    /// <param name="model">The model.</param>
    /// <param name="seed">Seed of all randomness; not used where log Z is exact.</param>
    /// <param name="beta">Inverse temperature, finite and at least 0.</param>
    /// <param name="annealing">Effort of the annealing; null for the defaults.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Beta is out of range.</exception>
    public static LogPartitionEstimate Estimate(
        IsingModel model, ulong seed, double beta = 1, AnnealedImportanceSampling? annealing = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.SpinCount <= ExactEnumeration.MaxSpins
            ? Exact(model, beta, cancel)
            : (annealing ?? new()).Estimate(model, seed, beta, cancel);
    }
}
