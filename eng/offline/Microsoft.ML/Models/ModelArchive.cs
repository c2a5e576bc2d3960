using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Writes the zip file of a model, one entry after the other.</summary>
internal sealed class ModelArchiveWriter : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly HashSet<string> _written = [];

    public ModelArchiveWriter(Stream stream)
    {
        _zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Version version = typeof(ModelArchiveWriter).Assembly.GetName().Version;
        Write(ModelArchive.Join("TrainingInfo", "Version.txt"), Encoding.UTF8.GetBytes($"{version}\n"));
    }

    public void Write(string path, ReadOnlySpan<byte> content)
    {
        Contracts.CheckParam(_written.Add(path), "name", $"Duplicate entry: '{path}'");
        using Stream entry = _zip.CreateEntry(path).Open();
        entry.Write(content);
    }

    public void Dispose() => _zip.Dispose();
}

/// <summary>Reads the entries of a model's zip file.</summary>
internal sealed class ModelArchiveReader : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    public ModelArchiveReader(Stream stream)
    {
        try
        {
            _zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException error)
        {
            throw new FormatException("Failed to open a zip archive", error);
        }
        // Files written on Windows have its separator.
        foreach (ZipArchiveEntry entry in _zip.Entries)
            _entries[entry.FullName.Replace('\\', '/')] = entry;
    }

    /// <summary>The content of an entry, null if there is none of that name.</summary>
    public byte[] ReadOrNull(string path)
    {
        if (!_entries.TryGetValue(path, out ZipArchiveEntry entry))
            return null;
        using Stream stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    public void Dispose() => _zip.Dispose();
}

/// <summary>Names of entries.</summary>
internal static class ModelArchive
{
    /// <summary>The main stream of a component, in the component's folder.</summary>
    public const string MainStream = "Model.key";

    public static string Join(string folder, string name) => string.IsNullOrEmpty(folder) ? name : $"{folder}/{name}";
}
