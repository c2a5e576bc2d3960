namespace MLNetQuantumPrior.Build;

/// <summary>The npm packages that a folder's lock file pins. What is kept of them goes into its cache, which is git-ignored.</summary>
internal sealed class LockedPackages(string manifest, CancellationToken interrupt)
{
    private static readonly string[] ManifestFiles = ["package.json", "package-lock.json", ".npmrc"];

    public string LockFile => Path.Combine(manifest, "package-lock.json");

    public string Cache => Path.Combine(manifest, "cache");

    /// <summary>Installs them, lets <paramref name="keep"/> move what it wants into the cache, and deletes the rest.</summary>
    /// <param name="keep">Takes the folder node_modules.</param>
    /// <param name="otherwise">What the user can do without npm.</param>
    public void Install(Action<string> keep, string otherwise)
    {
        Tool npm = Tool.Npm(interrupt)
            ?? throw new BuildException($"npm: expected on the PATH, found none. Install Node.js. Without npm: {otherwise}");

        // A folder of our own on the same disk: files appear in the cache by a rename, and two fetches do not meet.
        string staging = Path.Combine(Cache, $"fetching-{Environment.ProcessId}");
        Directory.CreateDirectory(staging);
        try
        {
            foreach (string name in ManifestFiles)
            {
                File.Copy(Path.Combine(manifest, name), Path.Combine(staging, name), overwrite: true);
            }

            if (npm.Run(staging, "ci", "--no-audit", "--no-fund", "--loglevel=error") != 0)
            {
                throw new BuildException($"npm ci failed, see above. Without npm: {otherwise}");
            }

            keep(Path.Combine(staging, "node_modules"));
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }
}
