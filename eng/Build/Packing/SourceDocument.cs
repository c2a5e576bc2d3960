namespace MLNetQuantumPrior.Build;

/// <summary>A source file that a pdb names.</summary>
/// <param name="Embedded">Whether the pdb holds its text.</param>
internal sealed record SourceDocument(string Path, bool Embedded);
