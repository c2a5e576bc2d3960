namespace MLNetQuantumPrior.Sampling;

/// <summary>
/// Embeds a sparse graph by search: chains are laid along cheapest paths and may overlap at first; they are laid again by turns, at a
/// rising price for overlaps, until there are none, and then as long as that makes them shorter.
/// </summary>
/// <remarks>
/// Cai, Macready and Roy, "A practical heuristic for finding graph minors", arXiv:1406.2741, 2014. For complete and complete bipartite
/// graphs <see cref="CliqueEmbedding"/> and <see cref="BipartiteEmbedding"/> are faster and find larger ones.
/// </remarks>
public static class SparseEmbedding
{
    /// <summary>Searches for chains.</summary>
    /// <param name="source">The graph of the models.</param>
    /// <param name="target">The graph of the processor.</param>
    /// <param name="options">Effort and seed; null for the defaults. The same options find the same chains.</param>
    /// <param name="progress">Hears after each round; null: nobody.</param>
    /// <param name="cancel">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The embedding; null if none is found, which does not mean that there is none.</returns>
    public static Embedding? Find(
        SpinGraph source,
        SpinGraph target,
        SparseEmbeddingOptions? options = null,
        IProgress<SparseEmbeddingProgress>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new();
        if (source.SpinCount > target.SpinCount)
        {
            return null;
        }

        for (int attempt = 0; attempt < options.Tries; attempt++)
        {
            var chains = new SearchedChains(source, target, Xoshiro128.OfChain(options.Seed, (ulong)attempt));
            if (Separate(chains, attempt, options, progress, cancel))
            {
                Shorten(chains, attempt, options, progress, cancel);
                return new(source, target, chains.Chains.Select(chain => chain.Select(spin => target.Labels[spin])));
            }
        }

        return null;
    }

    private static bool Separate(
        SearchedChains chains,
        int attempt,
        SparseEmbeddingOptions options,
        IProgress<SparseEmbeddingProgress>? progress,
        CancellationToken cancel)
    {
        (int fewest, int since) = (int.MaxValue, 0);
        double price = 2;
        for (int round = 0; since < options.Patience; round++, price = Math.Min(1.2 * price, 20))
        {
            if (!chains.LayAll(price, cancel))
            {
                return false;
            }

            int overlaps = chains.Overlaps;
            progress?.Report(new(attempt, round, overlaps, chains.SpinsInUse));
            if (overlaps == 0)
            {
                return true;
            }

            (fewest, since) = overlaps < fewest ? (overlaps, 0) : (fewest, since + 1);
        }

        return false;
    }

    private static void Shorten(
        SearchedChains chains,
        int attempt,
        SparseEmbeddingOptions options,
        IProgress<SparseEmbeddingProgress>? progress,
        CancellationToken cancel)
    {
        (int fewest, int since) = (chains.SpinsInUse, 0);
        for (int round = 0; since < options.Patience; round++)
        {
            chains.ShortenAll(cancel);
            progress?.Report(new(attempt, round, 0, chains.SpinsInUse));
            (fewest, since) = chains.SpinsInUse < fewest ? (chains.SpinsInUse, 0) : (fewest, since + 1);
        }
    }
}

/// <summary>Effort of <see cref="SparseEmbedding"/>.</summary>
public sealed record SparseEmbeddingOptions
{
    /// <summary>Seed of the order in which chains are laid and of choices between equals. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Searches from the start, at least 1. Default 10.</summary>
    public int Tries { get; init => field = Check.AtLeast(1, value); } = 10;

    /// <summary>Rounds without progress after which a search, or making chains shorter, ends; at least 1. Default 10.</summary>
    public int Patience { get; init => field = Check.AtLeast(1, value); } = 10;
}

/// <summary>How far <see cref="SparseEmbedding"/> is.</summary>
/// <param name="Attempt">Which search, from 0.</param>
/// <param name="Round">Which round of it, from 0; from 0 again once nothing overlaps.</param>
/// <param name="Overlaps">How often a target spin is in more chains than one.</param>
/// <param name="TargetSpinCount">Target spins in use.</param>
public readonly record struct SparseEmbeddingProgress(int Attempt, int Round, int Overlaps, int TargetSpinCount);
