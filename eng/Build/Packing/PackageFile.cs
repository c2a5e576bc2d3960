using System.IO.Compression;
using System.Xml.Linq;

namespace MLNetQuantumPrior.Build;

/// <summary>A package as pack made it, its symbols beside it.</summary>
internal sealed class PackageFile
{
    private readonly Dictionary<string, byte[]> _entries;
    private readonly XElement _metadata;

    private PackageFile(Dictionary<string, byte[]> entries)
    {
        _entries = entries;
        _metadata = XDocument.Load(new MemoryStream(entries.Single(entry => entry.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value))
            .Root!.Elements().Single();
    }

    public WantedPackage Name => new(Manifest("id")!, Manifest("version")!);

    /// <summary>Id and version of each package it needs.</summary>
    public IEnumerable<WantedPackage> Dependencies => _metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
        .Select(element => new WantedPackage((string)element.Attribute("id")!, (string)element.Attribute("version")!));

    /// <summary>Names and contents of the files of package and symbols.</summary>
    public IReadOnlyDictionary<string, byte[]> Entries => _entries;

    /// <summary>The value of an element of the package's manifest, or null.</summary>
    public string? Manifest(string element) =>
        _metadata.Elements().SingleOrDefault(child => child.Name.LocalName == element)?.Value;

    public static PackageFile Read(string path)
    {
        Dictionary<string, byte[]> entries = EntriesOf(path);
        string symbols = Path.ChangeExtension(path, ".snupkg");
        if (File.Exists(symbols))
        {
            foreach ((string name, byte[] content) in EntriesOf(symbols)
                .Where(entry => entry.Key.EndsWith(".pdb", StringComparison.Ordinal)))
            {
                entries[name] = content;
            }
        }

        return new(entries);
    }

    private static Dictionary<string, byte[]> EntriesOf(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return archive.Entries.ToDictionary(entry => entry.FullName, Content);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
