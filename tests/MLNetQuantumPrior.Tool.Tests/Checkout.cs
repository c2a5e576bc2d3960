namespace MLNetQuantumPrior.Tool.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Checkout
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MLNetQuantumPrior.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No MLNetQuantumPrior.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
