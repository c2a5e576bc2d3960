using System.Buffers.Binary;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>The ONNX files in an ML.NET model file, read without ML.NET.</summary>
internal sealed class ModelZip : IDisposable
{
    /// <summary>The folder of the model itself.</summary>
    public const string Root = "TransformerChain";

    private const string OnnxEntry = "/OnnxModel";

    /// <summary>Where ML.NET looks: folders and the entry "Schema".</summary>
    private static readonly string[] Roots = ["TrainingInfo", Root, "DataLoaderModel", "Schema"];

    private readonly CheckedZip _zip;
    private readonly Dictionary<string, string> _onnxByFolder = [];

    /// <param name="file">The file; must be seekable. Stays open.</param>
    /// <exception cref="InvalidDataException">It is no zip.</exception>
    public ModelZip(Stream file)
    {
        _zip = new(file, "an ML.NET model file");
        foreach (string name in _zip.Names)
        {
            string path = name.Replace('\\', '/'); // files written on Windows have its separator
            if (path.EndsWith(OnnxEntry, StringComparison.Ordinal))
            {
                _onnxByFolder[path[..^OnnxEntry.Length]] = name;
            }
        }
    }

    /// <summary>Folders of ML.NET's ONNX transformers, by name.</summary>
    public IEnumerable<string> OnnxFolders => _onnxByFolder.Keys.Order(StringComparer.Ordinal);

    /// <summary>The folder of part <paramref name="index"/> of a chain.</summary>
    public static string Part(string chain, int index) => $"{chain}/Transform_{index:000}";

    /// <summary>The ONNX file in a folder, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public ReadOnlyMemory<byte>? OnnxOrNull(string folder)
    {
        if (!_onnxByFolder.TryGetValue(folder, out string? name))
        {
            return null;
        }

        byte[] content = _zip.Read(name);
        int length = content.Length - sizeof(int);
        return length >= 0 && BinaryPrimitives.ReadInt32LittleEndian(content) == length
            ? content.AsMemory(sizeof(int))
            : throw new InvalidDataException($"entry '{name}': expected a length and as many bytes, got {content.Length} bytes.");
    }

    /// <summary>
    /// Compares with its checksum every entry that ML.NET may read. Others, which the file need not have, are left alone.
    /// </summary>
    /// <exception cref="InvalidDataException">One is damaged, or unpacks to far more than the file.</exception>
    public void Check() => _zip.Check(_zip.Names.Where(name => Roots.Contains(name.Split('/', '\\')[0])));

    public void Dispose() => _zip.Dispose();
}
