namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// log Z and the moments of p(s) = exp(-beta E(s)) / Z, exactly and for any number of spins, where the graph is thin: trees, chains,
/// ladders, narrow lattices, sparse random graphs.
/// </summary>
/// <remarks>
/// Spins are summed out one after the other (variable elimination), in an order that adds few couplings. Each leaves a table over the
/// states of the neighbours it then has, of logarithms in double precision. Time and memory are those of all tables together: they grow
/// exponentially with a lattice's width and in proportion to its length. Open lattices of 16 x 16 or 12 x 100 spins and random graphs of
/// mean degree 3 with 150 spins are within the limit.
/// </remarks>
public sealed class ExactElimination
{
    /// <summary>Most numbers in all tables together, 2^25: up to a quarter of a GiB, and about a second.</summary>
    public const long MaxTableEntries = 1L << 25;

    private readonly Lazy<EliminationMoments> _moments;

    /// <summary>Eliminates all spins of the model.</summary>
    /// <param name="model">A model on a graph of small treewidth.</param>
    /// <param name="beta">Inverse temperature, finite and at least 0.</param>
    /// <param name="cancel">Ends the elimination with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The tables would outgrow <see cref="MaxTableEntries"/>, or beta is out of range.</exception>
    public ExactElimination(IsingModel model, double beta = 1, CancellationToken cancel = default)
        : this(model, OrderOf(model), beta, cancel)
    {
    }

    private ExactElimination(IsingModel model, EliminationOrder order, double beta, CancellationToken cancel)
    {
        if (!(double.IsFinite(beta) && beta >= 0))
        {
            throw new ArgumentException(
                $"Inverse temperature '{nameof(beta)}': expected a finite number, at least 0, got {beta}.", nameof(beta));
        }

        if (!order.IsComplete)
        {
            throw new ArgumentException(
                $"Model to eliminate: expected a graph whose elimination needs at most {MaxTableEntries} table entries, got " +
                $"{model.Graph}, which needs more in each order tried (min-fill, min-degree, by index). " +
                $"Estimate log Z by annealing instead.",
                nameof(model));
        }

        (Model, Beta, Width) = (model, beta, order.Width);
        EliminationStep[] steps = EliminationStep.All(model.Graph, order);
        double[][] logOdds = new double[steps.Length][];
        LogPartition = Eliminate(steps, logOdds, cancel);
        _moments = new(() => new(model.Graph, steps, logOdds));
    }

    /// <summary>The model.</summary>
    public IsingModel Model { get; }

    /// <summary>The inverse temperature.</summary>
    public double Beta { get; }

    /// <summary>The most spins that a message depended on: an upper bound of the graph's treewidth.</summary>
    public int Width { get; }

    /// <summary>log Z, Z the sum of exp(-beta E(s)) over all states.</summary>
    public double LogPartition { get; }

    /// <summary>Expected s_i, one a spin.</summary>
    public ImmutableArray<double> MeanSpins => _moments.Value.Spins;

    /// <summary>Expected s_i s_j, one an edge, in the order of <see cref="SpinGraph.Edges"/>.</summary>
    public ImmutableArray<double> EdgeCorrelations => _moments.Value.Edges;

    /// <summary>The elimination of a model, or null where its tables would outgrow <see cref="MaxTableEntries"/>.</summary>
    internal static ExactElimination? IfThin(IsingModel model, double beta, CancellationToken cancel)
    {
        EliminationOrder order = OrderOf(model);
        return order.IsComplete ? new(model, order, beta, cancel) : null;
    }

    private static EliminationOrder OrderOf(IsingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return EliminationOrder.Best(model.Graph, MaxTableEntries);
    }

    /// <summary>Sums out spin after spin; leaves of each log p(+1) / p(-1) given its separator, from which the moments follow.</summary>
    private double Eliminate(EliminationStep[] steps, double[][] logOdds, CancellationToken cancel)
    {
        double logPartition = -Beta * Model.Offset;
        double[]?[] tables = new double[steps.Length][]; // sums of the messages that have come in so far
        for (int k = 0; k < steps.Length; k++)
        {
            cancel.ThrowIfCancellationRequested();
            EliminationStep step = steps[k];
            int half = 1 << step.Separator.Length;
            double[] table = tables[k] ?? new double[2 * half];
            tables[k] = null;
            double[] odds = logOdds[k] = new double[half];
            FillLogOdds(step, odds);
            LogSpinSum.Of(table.AsSpan(0, half), table.AsSpan(half), odds);
            Span<double> message = table.AsSpan(0, half);
            if (step.Parent < 0)
            {
                logPartition += message[0];
            }
            else
            {
                double[] parent = tables[step.Parent] ??= new double[2 << steps[step.Parent].Separator.Length];
                SubsetTable.Spread(message, step.ParentBits, parent);
            }
        }

        return logPartition;
    }

    /// <summary>
    /// -2 beta (h + sum J s) of the step's spin, for all states of its separator, by doubling: setting a bit adds twice its coupling.
    /// </summary>
    private void FillLogOdds(EliminationStep step, Span<double> odds)
    {
        Span<double> coupling = stackalloc double[step.Separator.Length];
        coupling.Clear();
        odds[0] = -2 * Beta * Model.Field(step.Spin);
        foreach ((int bit, int edge) in step.Edges)
        {
            coupling[bit] = -2 * Beta * Model.Coupling(edge);
            odds[0] -= coupling[bit];
        }

        for (int bit = 0; bit < coupling.Length; bit++)
        {
            int known = 1 << bit;
            double rise = 2 * coupling[bit];
            for (int state = 0; state < known; state++)
            {
                odds[known + state] = odds[state] + rise;
            }
        }
    }
}
