using System.IO.Compression;

namespace MLNetQuantumPrior.Build;

/// <summary>The files of a Debian package: as installed, else downloaded and unpacked, which needs no root.</summary>
internal sealed class DebianPackage(DebianSource source, string cache, CancellationToken interrupt)
{
    /// <summary>Lets <paramref name="keep"/> move the files, uncompressed, from a folder that is deleted afterwards.</summary>
    /// <param name="files">Names of the files, without .gz.</param>
    /// <param name="keep">Takes the folder.</param>
    /// <param name="otherwise">What the user can do without the package.</param>
    public void Take(IEnumerable<string> files, Action<string> keep, string otherwise)
    {
        // A folder of our own on the same disk: files appear in the cache by a rename, and two fetches do not meet.
        string staging = Path.Combine(cache, $"fetching-{Environment.ProcessId}");
        Directory.CreateDirectory(staging);
        try
        {
            string installed = Path.Combine("/", source.Folder);
            string compressed = Directory.Exists(installed) ? installed : Path.Combine(Download(staging, otherwise), source.Folder);
            foreach (string file in files)
            {
                Uncompress(Path.Combine(compressed, file + ".gz"), Path.Combine(staging, file), otherwise);
            }

            keep(staging);
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    /// <summary>The folder that stands for the root of a system with the package.</summary>
    private string Download(string staging, string otherwise)
    {
        if (Tool.OnPath("apt-get", interrupt) is not { } apt || Tool.OnPath("dpkg-deb", interrupt) is not { } dpkg)
        {
            throw new BuildException(
                $"{source.Package}: expected Debian's apt-get and dpkg-deb on the PATH, found none. Without them: {otherwise}");
        }

        if (apt.Run(staging, "download", "--quiet", source.Package) != 0 || Directory.GetFiles(staging, "*.deb") is not [string package])
        {
            throw new BuildException(
                $"apt-get download {source.Package} failed, see above; 'apt-get update' may be due. Without it: {otherwise}");
        }

        string root = Path.Combine(staging, "root");
        return dpkg.Run(staging, "-x", package, root) == 0
            ? root
            : throw new BuildException($"dpkg-deb: could not unpack {Path.GetFileName(package)}, see above. Without it: {otherwise}");
    }

    private void Uncompress(string from, string to, string otherwise)
    {
        if (!File.Exists(from))
        {
            throw new BuildException($"{source.Package}: expected the file '{from}', found none. Without it: {otherwise}");
        }

        using var input = new GZipStream(File.OpenRead(from), CompressionMode.Decompress);
        using FileStream output = File.Create(to);
        input.CopyTo(output);
    }
}
