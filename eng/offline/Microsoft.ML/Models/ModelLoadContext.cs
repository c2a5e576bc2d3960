using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a component reads itself from: the counterpart of <see cref="ModelSaveContext"/>.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    private readonly ModelArchiveReader _archive;
    private readonly string _folder;
    private readonly string[] _strings;

    private ModelLoadContext(IHostEnvironment environment, ModelArchiveReader archive, string folder, byte[] main)
    {
        Environment = environment;
        _archive = archive;
        _folder = folder;
        Header = ModelHeader.Read(main, out ArraySegment<byte> model, out _strings);
        Reader = new BinaryReader(new MemoryStream(model.Array, model.Offset, model.Count), Encoding.UTF8);
    }

    public IHostEnvironment Environment { get; }

    public ModelHeader Header { get; }

    public BinaryReader Reader { get; }

    /// <summary>Reads a component with the class that is registered under the loader name in its header.</summary>
    public static T LoadOrNull<T>(IHostEnvironment environment, ModelArchiveReader archive, string folder)
        where T : class
    {
        T model = null;
        bool found = TryRead(environment, archive, folder, context =>
            model = LoadableClassAttribute.Find(context.Header).Load(context) as T
                ?? throw Contracts.ExceptDecode($"Couldn't load model: '{folder}'"));
        return found ? model : null;
    }

    public void Dispose() => Reader.Dispose();

    public T LoadModel<T>(string name)
        where T : class =>
        LoadOrNull<T>(Environment, _archive, ModelArchive.Join(_folder, name)) ?? throw Contracts.ExceptDecode("Corrupt model file");

    /// <summary>Reads a part that no class of its own stands behind.</summary>
    public void LoadPart(string name, Action<ModelLoadContext> read) =>
        Contracts.CheckDecode(TryRead(Environment, _archive, ModelArchive.Join(_folder, name), read), $"Missing {name} model");

    public byte[] LoadStream(string name) =>
        _archive.ReadOrNull(ModelArchive.Join(_folder, name)) ?? throw Contracts.ExceptDecode($"Missing stream '{name}'");

    public string LoadStringOrNull()
    {
        int id = Reader.ReadInt32();
        Contracts.CheckDecode(id >= -1 && id < _strings.Length, "Corrupt model file");
        return id >= 0 ? _strings[id] : null;
    }

    public string LoadString() => LoadStringOrNull() ?? throw Contracts.ExceptDecode("Corrupt model file");

    public string LoadNonEmptyString()
    {
        string value = LoadString();
        Contracts.CheckDecode(value.Length > 0, "Corrupt model file");
        return value;
    }

    /// <summary>A count of things of which each takes at least <paramref name="bytesEach"/> bytes of what is left.</summary>
    public int LoadCount(int bytesEach = sizeof(int))
    {
        int count = Reader.ReadInt32();
        long left = Reader.BaseStream.Length - Reader.BaseStream.Position;
        Contracts.CheckDecode(count >= 0 && count <= left / bytesEach, "Corrupt model file");
        return count;
    }

    private static bool TryRead(IHostEnvironment environment, ModelArchiveReader archive, string folder, Action<ModelLoadContext> read)
    {
        byte[] main = archive.ReadOrNull(ModelArchive.Join(folder, ModelArchive.MainStream));
        if (main == null)
            return false;
        using var context = new ModelLoadContext(environment, archive, folder, main);
        read(context);
        Contracts.CheckDecode(context.Reader.BaseStream.Position == context.Reader.BaseStream.Length, "Corrupt model file");
        return true;
    }
}
