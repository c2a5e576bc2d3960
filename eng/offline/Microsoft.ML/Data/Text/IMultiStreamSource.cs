using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public interface IMultiStreamSource
{
    int Count { get; }

    string GetPathOrNull(int index);

    Stream Open(int index);

    TextReader OpenTextReader(int index);
}

internal sealed class FileSource : IMultiStreamSource
{
    private readonly string _path;

    public FileSource(string path)
    {
        Contracts.CheckNonEmpty(path, nameof(path));
        Contracts.CheckParam(File.Exists(path), nameof(path), $"File or directory does not exist at path: {path}");
        _path = path;
    }

    public int Count => 1;

    public string GetPathOrNull(int index) => _path;

    public Stream Open(int index) => File.OpenRead(_path);

    public TextReader OpenTextReader(int index) => new StreamReader(_path);
}
