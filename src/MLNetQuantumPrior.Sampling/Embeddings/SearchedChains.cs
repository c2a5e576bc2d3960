namespace MLNetQuantumPrior.Sampling;

/// <summary>Chains that may overlap, and how one is laid again while the others stay.</summary>
internal sealed class SearchedChains
{
    private readonly SpinGraph _source;
    private readonly SpinGraph _target;
    private readonly int[] _order;
    private readonly int[] _uses;      // of each target spin: chains that it is in
    private readonly int[] _crowding;  // of each target spin: chains too many, summed over the rounds
    private readonly double[] _price;  // of each target spin, for the chain that is being laid
    private readonly List<CheapestPaths> _paths = [];
    private Xoshiro128 _random;
    private bool _isLaid;

    public SearchedChains(SpinGraph source, SpinGraph target, Xoshiro128 random)
    {
        (_source, _target, _random) = (source, target, random);
        Chains = new int[source.SpinCount][];
        Array.Fill(Chains, []);
        _order = [.. Enumerable.Range(0, source.SpinCount)];
        _uses = new int[target.SpinCount];
        _crowding = new int[target.SpinCount];
        _price = new double[target.SpinCount];
    }

    /// <summary>Target spins of each source spin; none before the first round.</summary>
    public int[][] Chains { get; }

    public int Overlaps => _uses.Sum(uses => Math.Max(0, uses - 1));

    public int SpinsInUse => Chains.Sum(chain => chain.Length);

    /// <summary>
    /// Lays every chain again. A spin in n other chains costs price to the n, and more where it was crowded in earlier rounds, so that the
    /// same few spins are not fought over for ever. Ends of paths go to the chains that they lead to, which so come within reach of others.
    /// </summary>
    /// <returns>False if no path joins two chains, because the target has parts.</returns>
    public bool LayAll(double price, CancellationToken cancel)
    {
        const double highest = 1e30; // sums of prices stay finite
        Shuffle();
        IEnumerable<int> order = _isLaid ? _order : NeighboursFirst();
        foreach (int spin in order)
        {
            cancel.ThrowIfCancellationRequested();
            Take(spin, []);
            for (int q = 0; q < _price.Length; q++)
            {
                _price[q] = Math.Min(highest, (1 + _crowding[q]) * Math.Pow(price, _uses[q]));
            }

            if (Cheapest(spin, double.PositiveInfinity, sharesPaths: true) is not { } laid)
            {
                return false;
            }

            Take(spin, laid);
        }

        for (int q = 0; q < _uses.Length; q++)
        {
            _crowding[q] += Math.Max(0, _uses[q] - 1);
        }

        return _isLaid = true;
    }

    /// <summary>Lays every chain again over free spins, if it does not become longer.</summary>
    public void ShortenAll(CancellationToken cancel)
    {
        Shuffle();
        foreach (int spin in _order)
        {
            cancel.ThrowIfCancellationRequested();
            int[] before = Chains[spin];
            Take(spin, []);
            for (int q = 0; q < _price.Length; q++)
            {
                _price[q] = _uses[q] == 0 ? 1 : double.PositiveInfinity;
            }

            Take(spin, Cheapest(spin, before.Length, sharesPaths: false) is { } laid && laid.Length <= before.Length ? laid : before);
        }
    }

    /// <summary>A root and the cheapest paths from it to the chains of all neighbours that have one.</summary>
    /// <param name="spin">The source spin.</param>
    /// <param name="most">What all of it may cost.</param>
    /// <param name="sharesPaths">Whether the neighbours get the halves of the paths that are next to them.</param>
    private int[]? Cheapest(int spin, double most, bool sharesPaths)
    {
        int[] neighbours = [.. _source.Rows.NeighboursOf(spin).ToArray().Where(n => Chains[n].Length > 0)];
        while (_paths.Count < neighbours.Length)
        {
            _paths.Add(new(_target));
        }

        // Paths are followed as far as a bound first. A total within the bound is the least; one above it is a bound that will do.
        const double near = 6;
        double bound = Math.Min(near, most);
        int root;
        while (true)
        {
            for (int k = 0; k < neighbours.Length; k++)
            {
                _paths[k].Find(Chains[neighbours[k]], _price, bound);
            }

            (root, double cost) = Root(neighbours.Length);
            if (cost <= bound || bound >= most)
            {
                break;
            }

            bound = Math.Min(cost, most);
        }

        if (root < 0)
        {
            return null;
        }

        List<int>[] paths = [.. neighbours.Select((_, k) => _paths[k].From(root))];
        ILookup<int, int> shared = paths.SelectMany(path => path).ToLookup(q => q);
        var chain = new SortedSet<int> { root };
        for (int k = 0; k < paths.Length; k++)
        {
            List<int> path = paths[k];
            int own = path.Count;
            while (sharesPaths && own > (path.Count + 1) / 2 && shared[path[own - 1]].Count() == 1)
            {
                own--;
            }

            chain.UnionWith(path.Take(own));
            if (own < path.Count)
            {
                Take(neighbours[k], [.. Chains[neighbours[k]].Union(path.Skip(own))]);
            }
        }

        return [.. chain];
    }

    /// <summary>The spin with the cheapest paths, by chance one of several, and their cost; -1 if no spin has paths to all.</summary>
    private (int Root, double Cost) Root(int count)
    {
        (int root, double least, uint equals) = (-1, double.PositiveInfinity, 0);
        for (int q = 0; q < _price.Length; q++)
        {
            double cost = _price[q];
            for (int k = 0; k < count && cost <= least; k++)
            {
                cost += _paths[k].Cost(q) - _price[q];
            }

            if (cost < least)
            {
                (root, least, equals) = (q, cost, 1);
            }
            else if (cost == least && root >= 0 && _random.Next() % ++equals == 0)
            {
                root = q;
            }
        }

        return (root, least);
    }

    private void Take(int spin, int[] chain)
    {
        foreach (int q in Chains[spin])
        {
            _uses[q]--;
        }

        Chains[spin] = chain;
        foreach (int q in chain)
        {
            _uses[q]++;
        }
    }

    /// <summary>The spins so that most come after a neighbour.</summary>
    private List<int> NeighboursFirst()
    {
        bool[] seen = new bool[_order.Length];
        List<int> found = [];
        foreach (int start in _order)
        {
            if (seen[start])
            {
                continue;
            }

            (seen[start], int next) = (true, found.Count);
            found.Add(start);
            for (; next < found.Count; next++)
            {
                foreach (int neighbour in _source.Rows.NeighboursOf(found[next]))
                {
                    if (!seen[neighbour])
                    {
                        seen[neighbour] = true;
                        found.Add(neighbour);
                    }
                }
            }
        }

        return found;
    }

    private void Shuffle()
    {
        for (int i = _order.Length - 1; i > 0; i--)
        {
            int other = (int)(_random.Next() % (uint)(i + 1));
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }
    }
}
