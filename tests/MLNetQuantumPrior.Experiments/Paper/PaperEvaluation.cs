using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>What docs/paper.md says of the claims of arXiv:2604.00919: each part's numbers and pictures.</summary>
internal static class PaperEvaluation
{
    /// <summary>A part of the evaluation.</summary>
    /// <param name="Name">As the command takes it.</param>
    /// <param name="Rows">Computes what is not finished.</param>
    private sealed record Part(string Name, Func<PaperWork, IEnumerable<ResultRow>> Rows);

    private static readonly Part[] Parts =
    [
        new("convergence", PriorConvergence.Run),
        new("modes", ThreeModes.Run),
        new("diabatic", DiabaticTraining.Run),
        new("zephyr", ZephyrLatents.Run),
        new("regimes", RegimeShifts.Run),
    ];

    /// <summary>Computes what is not finished yet, and writes paper.json, or paper-quick.json, after each part.</summary>
    /// <param name="digits">Folder with the files of MNIST.</param>
    /// <param name="prices">Folder with sp500-2000.csv.</param>
    /// <param name="folder">Receives the results, pictures and finished pieces.</param>
    /// <param name="seeds">Seeds 1 to this.</param>
    /// <param name="names">Parts to compute; none for all.</param>
    /// <param name="isQuick">Few images and epochs, to see that everything runs; the figures mean nothing.</param>
    /// <exception cref="InvalidDataException">There is no part of a name.</exception>
    public static void Run(string digits, string prices, string folder, int seeds, IReadOnlyList<string> names, bool isQuick)
    {
        if (names.Except(Parts.Select(part => part.Name)).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException(
                $"Option '--sets': expected some of {string.Join(", ", Parts.Select(part => part.Name))}, got {unknown}.");
        }

        string name = isQuick ? "paper-quick" : "paper";
        var work = new PaperWork(
            new(Path.Combine(folder, name, SourceTree.Digest)),
            digits,
            Path.Combine(prices, MarketDay.FileName),
            folder,
            [.. Enumerable.Range(1, seeds).Select(seed => (ulong)seed)],
            isQuick);
        var rows = new List<ResultRow>();
        foreach (Part part in Parts.Where(part => names.Count == 0 || names.Contains(part.Name)))
        {
            rows.AddRange(part.Rows(work));
            Results.Of("tests/MLNetQuantumPrior.Experiments", rows).Write(Path.Combine(folder, $"{name}.json"));
        }
    }
}

/// <summary>What the parts share.</summary>
/// <param name="Done">Finished pieces: other sources make other ones.</param>
/// <param name="Digits">Folder with the files of MNIST.</param>
/// <param name="Prices">The file of prices.</param>
/// <param name="Output">Folder for pictures.</param>
/// <param name="Seeds">Of the trainings.</param>
/// <param name="IsQuick">Whether figures need not mean anything.</param>
internal sealed record PaperWork(
    FinishedWork Done, string Digits, string Prices, string Output, ImmutableArray<ulong> Seeds, bool IsQuick)
{
    private const int QuickImages = 2000;

    /// <summary>Training images.</summary>
    public LabeledImages Train() => Some(LabeledImages.Load(Digits, "train"), QuickImages);

    /// <summary>Test images.</summary>
    public LabeledImages Test() => Some(LabeledImages.Load(Digits, "t10k"), QuickImages / 10);

    private LabeledImages Some(LabeledImages images, int quick) => IsQuick ? images.Slice(0, quick) : images;
}
