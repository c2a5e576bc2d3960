namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The folder models/ of the repository.</summary>
internal static class TrainedModels
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(string file) => Path.Combine(Root, "models", file);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "MLNetQuantumPrior.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder
            ?? throw new InvalidOperationException($"MLNetQuantumPrior.sln: expected above '{AppContext.BaseDirectory}', found none.");
    }
}
