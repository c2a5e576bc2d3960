namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Which replica of one ladder has which temperature. Neighbours are tried in turn: pairs 0-1, 2-3, .. and then 1-2, 3-4, .., which carries
/// a replica on in the direction in which it moves.
/// </summary>
internal sealed class ReplicaExchange
{
    private enum Journey : byte
    {
        Unknown,
        FromHot,
        FromHotToCold,
    }

    private readonly int[] _replicaAt;
    private readonly Journey[] _journeys;
    private readonly PairStatistics[] _pairs;
    private Xoshiro128 _random;

    public ReplicaExchange(int temperatures, Xoshiro128 random)
    {
        _replicaAt = [.. Enumerable.Range(0, temperatures)];
        _journeys = new Journey[temperatures];
        _pairs = new PairStatistics[temperatures - 1];
        _random = random;
        Reset();
    }

    /// <summary>The replica at each temperature, hottest first.</summary>
    public ReadOnlySpan<int> ReplicaAt => _replicaAt;

    /// <summary>The pairs of neighbouring temperatures, hottest first, since <see cref="Reset"/>.</summary>
    public ReadOnlySpan<PairStatistics> Pairs => _pairs;

    /// <summary>Ways of a replica from the hottest temperature to the coldest and back, since <see cref="Reset"/>.</summary>
    public long RoundTrips { get; private set; }

    /// <summary>Forgets what was observed; replicas keep their temperatures.</summary>
    public void Reset()
    {
        Array.Clear(_journeys);
        Array.Fill(_pairs, new());
        RoundTrips = 0;
    }

    /// <summary>Restores what <see cref="ReplicaAt"/> gave.</summary>
    public void Restore(ReadOnlySpan<int> replicaAt) => replicaAt.CopyTo(_replicaAt);

    /// <summary>Tries every other pair of neighbours.</summary>
    /// <param name="betas">Inverse temperatures, ascending.</param>
    /// <param name="energies">E of each replica.</param>
    /// <param name="firstPair">0 or 1.</param>
    public void Swap(ReadOnlySpan<double> betas, ReadOnlySpan<double> energies, int firstPair)
    {
        for (int k = firstPair; k < _pairs.Length; k += 2)
        {
            (int warmer, int colder) = (_replicaAt[k], _replicaAt[k + 1]);
            double probability = _pairs[k].Add(betas[k + 1] - betas[k], energies[warmer], energies[colder]);
            if (_random.NextDouble() < probability)
            {
                (_replicaAt[k], _replicaAt[k + 1]) = (colder, warmer);
            }
        }

        ref Journey hot = ref _journeys[_replicaAt[0]];
        RoundTrips += hot == Journey.FromHotToCold ? 1 : 0;
        hot = Journey.FromHot;
        ref Journey cold = ref _journeys[_replicaAt[^1]];
        cold = cold == Journey.Unknown ? cold : Journey.FromHotToCold;
    }
}
