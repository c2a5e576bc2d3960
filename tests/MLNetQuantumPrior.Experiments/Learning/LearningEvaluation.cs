using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>What the library learns of tables with nothing set, but for sizes that a set is about.</summary>
internal static class LearningEvaluation
{
    /// <summary>Changes whenever figures do that the library's sources do not explain.</summary>
    private const int Version = 1;

    /// <summary>What is computed.</summary>
    /// <param name="Seeds">Seeds 1 to this.</param>
    /// <param name="Sets">Names of sets; none for all.</param>
    /// <param name="IsQuick">Few rows and epochs, to see that everything runs.</param>
    internal sealed record Budget(int Seeds, IReadOnlyList<string> Sets, bool IsQuick);

    /// <summary>
    /// Runs what is not finished yet of these sources of the library, and writes learning.json after each seed, or learning-quick.json.
    /// </summary>
    /// <param name="pieces">All there are.</param>
    /// <param name="folder">Receives the results and the finished pieces.</param>
    /// <param name="budget">What to compute.</param>
    public static void Run(IReadOnlyList<LearningPiece> pieces, string folder, Budget budget)
    {
        string[] known = [.. pieces.Select(piece => piece.Set).Distinct()], unknown = [.. budget.Sets.Except(known)];
        if (unknown.Length > 0)
        {
            throw new InvalidDataException($"Option '--sets': expected some of {string.Join(", ", known)}, got {unknown[0]}.");
        }

        string name = budget.IsQuick ? "learning-quick" : "learning";
        var done = new FinishedWork(Path.Combine(folder, name));
        var rows = new List<ResultRow>();
        for (ulong seed = 1; seed <= (ulong)budget.Seeds; seed++)
        {
            (LearningPiece Piece, PriorKind Prior)[] work =
            [
                .. from piece in pieces where budget.Sets.Count == 0 || budget.Sets.Contains(piece.Set)
                    from prior in piece.Priors select (piece, prior),
            ];
            ulong own = seed;
            rows.AddRange(SideBySide.Select(work, item => Rows(item.Piece, item.Prior, own)).SelectMany(piece => piece));
            Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, $"{name}.json"));
        }

        IEnumerable<ResultRow> Rows(LearningPiece piece, PriorKind prior, ulong seed)
        {
            string method = Defaults.NameOf(prior);
            Figures figures = done.Of(
                $"{piece.Set.Replace(':', '-')}-{piece.Part}-{method}-{seed}",
                new { Version, Sources = SourceTree.Digest },
                () => piece.Measure(Defaults.Of(prior, seed)));

            // Raw features are the same whatever the prior.
            return figures.Of.Where(number => prior != PriorKind.Gaussian || number.Key != "accuracyRaw")
                .Select(number => new ResultRow(piece.Set, method, number.Key, seed, number.Value));
        }
    }
}
