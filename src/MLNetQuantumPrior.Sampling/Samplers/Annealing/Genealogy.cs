namespace MLNetQuantumPrior.Sampling;

/// <summary>A replica that dies and is replaced by a copy of another.</summary>
/// <param name="From">The replica that is copied.</param>
/// <param name="To">The replica that is replaced.</param>
internal readonly record struct ReplicaCopy(int From, int To);

/// <summary>
/// Resamples a population and keeps track of its families, a family being the descendants of one replica of the start. Relatives stand side
/// by side in the order in which systematic resampling visits them, so that a family gets its expected number of replicas rounded up or
/// down, never more off.
/// </summary>
internal sealed class Genealogy
{
    private readonly List<ReplicaCopy> _copies = [];
    private readonly Queue<int> _dead = new();
    private readonly int[] _offspring;
    private int[] _replicas; // [place in the order]
    private int[] _founders; // [place in the order]
    private int[] _nextReplicas;
    private int[] _nextFounders;
    private double _rounding;

    public Genealogy(int population)
    {
        _replicas = [.. Enumerable.Range(0, population)];
        _founders = [.. _replicas];
        _nextReplicas = new int[population];
        _nextFounders = new int[population];
        _offspring = new int[population];
    }

    /// <summary>
    /// rho_t, population times the sum of the squared shares of families: 1 while every replica has a founder of its own, the population
    /// when all descend from one.
    /// </summary>
    public double MeanSquareFamilySize
    {
        get
        {
            double sum = 0;
            for (int start = 0, end; start < _founders.Length; start = end)
            {
                end = EndOfFamily(start);
                sum += (double)(end - start) * (end - start);
            }

            return sum / _founders.Length;
        }
    }

    /// <summary>
    /// Relative variance of the product of mean weights, estimated from the families. With R replicas, and W_f the share of family f in
    /// the last weights before they are rounded to numbers of replicas, it is sum_f W_f^2 - 1/R, less what earlier rounding added to the
    /// squares: a number with fraction x is rounded up with probability x, which adds the variance x (1 - x) / R^2. Rounding keeps the sum
    /// over all families, so unlike the weights it adds next to nothing to the error of their mean.
    /// </summary>
    public double RelativeVariance { get; private set; }

    /// <summary>Replaces replicas so that each leaves w / mean(w) replicas on average.</summary>
    /// <param name="logWeights">log w of each replica.</param>
    /// <param name="logMean">log of the mean weight.</param>
    /// <param name="uniform">A random number of [0, 1), the only one.</param>
    /// <returns>
    /// What is to be copied, in any order: no replica is both copied and replaced. The list is used again by the next call.
    /// </returns>
    public IReadOnlyList<ReplicaCopy> Resample(ReadOnlySpan<double> logWeights, double logMean, double uniform)
    {
        CountOffspring(logWeights, logMean, uniform);
        _copies.Clear();
        int next = 0;
        for (int place = 0; place < _replicas.Length; place++)
        {
            for (int child = 0; child < _offspring[place]; child++)
            {
                int replica = _replicas[place];
                if (child > 0)
                {
                    replica = _dead.Dequeue();
                    _copies.Add(new(_replicas[place], replica));
                }

                (_nextReplicas[next], _nextFounders[next]) = (replica, _founders[place]);
                next++;
            }
        }

        (_replicas, _nextReplicas) = (_nextReplicas, _replicas);
        (_founders, _nextFounders) = (_nextFounders, _founders);
        return _copies;
    }

    private void CountOffspring(ReadOnlySpan<double> logWeights, double logMean, double uniform)
    {
        int population = _replicas.Length;
        double sumOfSquares = 0;
        double rounding = 0;
        double cumulative = 0;
        int born = 0;
        for (int start = 0, end; start < population; start = end)
        {
            end = EndOfFamily(start);
            double before = cumulative;
            for (int place = start; place < end; place++)
            {
                cumulative += Math.Exp(logWeights[_replicas[place]] - logMean);

                // The points uniform, uniform + 1, .. below the cumulative number, which is the population in the end.
                int until = place == population - 1 ? population : (int)Math.Clamp(Math.Ceiling(cumulative - uniform), born, population);
                _offspring[place] = until - born;
                born = until;
                if (_offspring[place] == 0)
                {
                    _dead.Enqueue(_replicas[place]);
                }
            }

            double expected = cumulative - before;
            double fraction = expected - Math.Floor(expected);
            sumOfSquares += expected * expected;
            rounding += fraction * (1 - fraction);
        }

        RelativeVariance = ((sumOfSquares - _rounding) / population - 1) / population;
        _rounding += rounding;
    }

    private int EndOfFamily(int start)
    {
        int end = start + 1;
        while (end < _founders.Length && _founders[end] == _founders[start])
        {
            end++;
        }

        return end;
    }
}
