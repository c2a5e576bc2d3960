namespace MLNetQuantumPrior.Experiments;

/// <summary>A model of the folder models: what it was made of, how good it is, and its files.</summary>
/// <param name="Name">Begins the names of its files.</param>
/// <param name="Data">What it was trained on.</param>
/// <param name="Seed">Of all randomness.</param>
/// <param name="Command">What makes it again.</param>
/// <param name="Commit">The commit that the program was built from.</param>
/// <param name="Machine">Processor, system and runtime.</param>
/// <param name="Figures">Figures by name.</param>
/// <param name="Files">Its files.</param>
internal sealed record ShippedModel(
    string Name,
    string Data,
    ulong Seed,
    string Command,
    string Commit,
    string Machine,
    IReadOnlyDictionary<string, double> Figures,
    IReadOnlyList<ShippedFile> Files)
{
    /// <summary>
    /// SHA-256 of the bits of the first rows that the generator draws, a byte each, with this seed: they are the same on any machine. Null
    /// where there is no generator.
    /// </summary>
    public string? BitsSha256 { get; init; }
}
