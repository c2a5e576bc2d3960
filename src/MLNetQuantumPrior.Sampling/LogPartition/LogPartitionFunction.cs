namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// log Z of a model, Z the sum of exp(-beta E(s)) over all 2^n states: exactly where the model is small or its graph thin or without edges,
/// estimated elsewhere. <see cref="LogPartitionEstimate.Method"/> says how.
/// </summary>
public static class LogPartitionFunction
{
    /// <summary>
    /// log Z in closed form where no spins are coupled, else by enumeration of up to <see cref="ExactEnumeration.MaxSpins"/> spins, by
    /// elimination of more.
    /// </summary>
    /// <param name="model">A small model, or one on a graph of small treewidth.</param>
    /// <param name="beta">Inverse temperature, finite and at least 0.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The model has too many spins for one and its graph is too wide for the other, or beta is out of
    /// range.</exception>
    public static LogPartitionEstimate Exact(IsingModel model, double beta = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Graph.Edges.IsEmpty ? Independent(model, beta)
            : model.SpinCount <= ExactEnumeration.MaxSpins ? Enumerated(model, beta, cancel)
            : Eliminated(new(model, beta, cancel));
    }

    /// <summary>
    /// log Z in closed form, by enumeration or elimination where the model allows it, else by annealed importance sampling.
    /// </summary>
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
        return model.Graph.Edges.IsEmpty ? Independent(model, beta)
            : model.SpinCount <= ExactEnumeration.MaxSpins ? Enumerated(model, beta, cancel)
            : ExactElimination.IfThin(model, beta, cancel) is { } elimination ? Eliminated(elimination)
            : (annealing ?? new()).Estimate(model, seed, beta, cancel);
    }

    /// <summary>log Z = sum log(2 cosh(beta h)), with the larger exponential taken out of each so that nothing overflows.</summary>
    private static LogPartitionEstimate Independent(IsingModel model, double beta)
    {
        if (!(double.IsFinite(beta) && beta >= 0))
        {
            throw new ArgumentException(
                $"Inverse temperature '{nameof(beta)}': expected a finite number, at least 0, got {beta}.", nameof(beta));
        }

        double sum = -beta * model.Offset;
        for (int i = 0; i < model.SpinCount; i++)
        {
            double size = Math.Abs(beta * model.Field(i));
            sum += size + Math.Log(1 + Math.Exp(-2 * size));
        }

        return Exactly(sum, LogPartitionMethod.ClosedForm);
    }

    private static LogPartitionEstimate Enumerated(IsingModel model, double beta, CancellationToken cancel) =>
        Exactly(new ExactEnumeration(model, beta, cancel).LogPartition, LogPartitionMethod.Enumeration);

    private static LogPartitionEstimate Eliminated(ExactElimination elimination) =>
        Exactly(elimination.LogPartition, LogPartitionMethod.Elimination);

    private static LogPartitionEstimate Exactly(double value, LogPartitionMethod method) =>
        new(value, StandardError: 0, EffectiveSampleSize: double.PositiveInfinity, method);
}
