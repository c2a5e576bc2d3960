namespace MLNetQuantumPrior.Build;

/// <summary>The package that holds a data set's files.</summary>
internal abstract record DatasetSource;

/// <summary>A package of the lock file in eng/data.</summary>
/// <param name="Folder">Where the files are below node_modules.</param>
internal sealed record NpmSource(string Folder) : DatasetSource;

/// <summary>A package of Debian, its files compressed by gzip.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Folder">Where the files are, relative to the root of a system that has it installed.</param>
internal sealed record DebianSource(string Package, string Folder) : DatasetSource;
