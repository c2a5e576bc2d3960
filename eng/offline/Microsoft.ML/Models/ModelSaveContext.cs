using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a component writes itself to: a main stream, and further streams and components in the same folder.</summary>
public sealed class ModelSaveContext : IDisposable
{
    private readonly ModelArchiveWriter _archive;
    private readonly string _folder;
    private readonly MemoryStream _model = new();
    private readonly List<string> _strings = [];
    private readonly Dictionary<string, int> _stringIds = [];
    private ModelFormat _format;

    private ModelSaveContext(ModelArchiveWriter archive, string folder)
    {
        _archive = archive;
        _folder = folder;
        Writer = new BinaryWriter(_model, Encoding.UTF8);
    }

    internal BinaryWriter Writer { get; }

    public void Dispose() => Writer.Dispose();

    internal static void Save(ModelArchiveWriter archive, string folder, Action<ModelSaveContext> save)
    {
        using var context = new ModelSaveContext(archive, folder);
        save(context);
        Contracts.Check(context._format != null, "ModelSignature not specified!");
        using var stream = new MemoryStream();
        ModelHeader.Write(stream, context._format, context._model.ToArray(), context._strings);
        archive.Write(ModelArchive.Join(folder, ModelArchive.MainStream), stream.ToArray());
    }

    internal void SetFormat(ModelFormat format) => _format = format;

    internal void SaveModel(ICanSaveModel component, string name) => SaveModel(name, component.Save);

    internal void SaveModel(string name, Action<ModelSaveContext> save) => Save(_archive, ModelArchive.Join(_folder, name), save);

    internal void SaveStream(string name, Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        write(writer);
        writer.Flush();
        _archive.Write(ModelArchive.Join(_folder, name), stream.ToArray());
    }

    internal void SaveString(string value)
    {
        if (!_stringIds.TryGetValue(value, out int id))
        {
            id = _stringIds[value] = _strings.Count;
            _strings.Add(value);
        }
        Writer.Write(id);
    }

    internal void SaveStringOrNull(string value)
    {
        if (value == null)
            Writer.Write(-1);
        else
            SaveString(value);
    }

    internal void SaveNonEmptyString(string value)
    {
        Contracts.CheckNonEmpty(value, nameof(value));
        SaveString(value);
    }

    internal static Exception NotSupported(object component) =>
        new NotSupportedException($"The offline subset of ML.NET cannot save a {component.GetType().Name}.");
}
