namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Complete graphs on Zephyr and Pegasus processors: every spin a chain of a vertical and a horizontal part, placed around dead qubits and
/// couplers. Without defects Z(m, t) holds 2 t (2m - 1) spins with chains of m + 1 qubits; from m = 2 on, 4 t m with chains up to m + 2 are
/// found.
/// </summary>
/// <remarks>Boothby, King and Roy, "Fast clique minor generation in Chimera qubit connectivity graphs", arXiv:1507.04774, 2015, for other
/// patterns; the search over windows, mirrors and bends of chains is this library's.</remarks>
public static class CliqueEmbedding
{
    private const int Tries = 24;

    /// <summary>The largest complete graph that is found.</summary>
    /// <param name="topology">The pattern of the processor.</param>
    /// <param name="working">What works of it.</param>
    /// <param name="cancel">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The graph has labels that the pattern has not, or no two qubits of it cross.</exception>
    public static Embedding Largest(HardwareTopology topology, SpinGraph working, CancellationToken cancel = default)
    {
        var tracks = Tracks(topology, working);
        List<int>[] best = [];
        foreach ((CliqueWindow window, int bound) in CliqueWindow.All(tracks, cancel)
            .OrderByDescending(w => w.Chains).ThenBy(w => w.Window.Bends).Take(Tries))
        {
            if (bound <= best.Length)
            {
                break;
            }

            List<int>[] chains = Chains(tracks, window, cancel);
            best = chains.Length > best.Length ? chains : best;
        }

        return best.Length > 0
            ? Embed(best, working)
            : throw new ArgumentException(
                $"Working graph: expected crossing qubits of {topology}, got none in {working}.", nameof(working));
    }

    /// <summary>A complete graph on the smallest part of the processor that is found: with the shortest chains.</summary>
    /// <param name="spins">Number of spins, at least 1.</param>
    /// <param name="topology">The pattern of the processor.</param>
    /// <param name="working">What works of it.</param>
    /// <param name="cancel">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The embedding; null if none is found.</returns>
    /// <exception cref="ArgumentException">The graph has labels that the pattern has not.</exception>
    public static Embedding? Find(int spins, HardwareTopology topology, SpinGraph working, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spins, 1);
        var tracks = Tracks(topology, working);
        IEnumerable<IGrouping<int, (CliqueWindow Window, int Chains)>> sizes = CliqueWindow.All(tracks, cancel)
            .Where(w => w.Chains >= spins).GroupBy(w => w.Window.Bends).OrderBy(size => size.Key);
        foreach (var size in sizes)
        {
            List<int>[]? best = null;
            foreach ((CliqueWindow window, _) in size.OrderByDescending(w => w.Chains).Take(Tries))
            {
                List<int>[] chains = Chains(tracks, window, cancel);
                if (chains.Length >= spins)
                {
                    List<int>[] shortest = [.. chains.OrderBy(chain => chain.Count).Take(spins)];
                    best = best is null || Cost(shortest) < Cost(best) ? shortest : best;
                }
            }

            if (best is not null)
            {
                return Embed(best, working);
            }
        }

        return null;
    }

    private static long Cost(List<int>[] chains) => (chains[^1].Count * 1_000_000L) + chains.Sum(chain => chain.Count);

    private static LivingTracks Tracks(HardwareTopology topology, SpinGraph working)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(working);
        return new(topology, working);
    }

    private static List<int>[] Chains(LivingTracks tracks, CliqueWindow window, CancellationToken cancel)
    {
        List<int>[] chains = window.Chains(tracks);
        return [.. new ChainRepair(tracks.Working, chains, (_, _) => true).Run(cancel).Select(c => chains[c])];
    }

    private static Embedding Embed(List<int>[] chains, SpinGraph working) => new(
        SpinGraph.Complete(chains.Length), working, chains.Select(chain => chain.Select(spin => working.Labels[spin])));
}
