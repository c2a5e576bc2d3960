namespace MLNetQuantumPrior.Demo;

/// <summary>A package of Debian with the files, by gzip or as they are: as installed, else downloaded and unpacked, without root.</summary>
/// <param name="name">Of the package.</param>
/// <param name="path">Where the files are, relative to the root of a system that has it installed.</param>
internal sealed class DebianPackage(string name, string path) : IDatasetSource
{
    public async Task TakeAsync(IReadOnlyList<string> files, string folder, CancellationToken cancel)
    {
        string root = Directory.Exists($"/{path}") ? "/" : await DownloadAsync(folder, cancel);
        foreach (string file in files)
        {
            string source = Path.Combine(root, path, file), target = Path.Combine(folder, file);
            if (File.Exists(source))
            {
                File.Copy(source, target, overwrite: true);
                continue;
            }

            await using FileStream compressed = File.OpenRead(source + ".gz");
            await GZip.UnpackAsync(compressed, target, cancel);
        }
    }

    public override string ToString() => $"Debian's package {name}";

    /// <summary>The folder that stands for the root of a system with the package.</summary>
    private async Task<string> DownloadAsync(string folder, CancellationToken cancel)
    {
        await ClientProgram.RunAsync("apt-get", ["download", "--quiet", name], folder, cancel);
        if (Directory.GetFiles(folder, "*.deb") is not [string package])
        {
            throw new IOException($"apt-get download {name}: expected a .deb file, got none");
        }

        string root = Path.Combine(folder, "root");
        await ClientProgram.RunAsync("dpkg-deb", ["-x", package, root], folder, cancel);
        return root;
    }
}
