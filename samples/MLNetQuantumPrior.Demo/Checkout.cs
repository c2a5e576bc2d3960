namespace MLNetQuantumPrior.Demo;

/// <summary>The repository that a program was built in; for a program elsewhere, the current folder.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory) ?? Environment.CurrentDirectory;

    /// <summary>A folder for what programs make, which git ignores.</summary>
    public static string Artifacts(params ReadOnlySpan<string> names) => Path.Combine([Root, "artifacts", .. names]);

    private static string? Find(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "MLNetQuantumPrior.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }
}
