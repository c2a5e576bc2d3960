namespace MLNetQuantumPrior.Build;

/// <summary>A file whose content is known.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
internal sealed record DataFile(string Name, long Length, string Sha256);
