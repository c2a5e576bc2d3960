using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

/// <summary>
/// Reads the transformers of this package back from files of
/// <see cref="ModelOperationsCatalog.Save(ITransformer, DataViewSchema, string)"/>, and writes such files safely.
/// </summary>
/// <remarks>
/// ML.NET itself reads such files in any process, with or without this package. It gets an <see cref="OnnxTransformer"/> in the place of a
/// <see cref="BmVaeTransformer"/>, which gives the same columns row by row; and in the place of a
/// <see cref="LatentGeneratorTransformer"/> one that says, when data comes, that this class has to load it. Here all comes back: model,
/// prior, generator and options.
/// </remarks>
/// <example>
/// <code>
/// ml.Model.Save(model, data.Schema, file);
///
/// using BmVaeTransformer loaded = BmVae.Load(file);
/// using LatentGeneratorTransformer generator = loaded.Generator();
/// </code>
/// </example>
public static class BmVae
{
    /// <summary>
    /// Writes the file that <see cref="ModelOperationsCatalog.Save(ITransformer, DataViewSchema, string)"/> writes, but beside its place,
    /// and renames it: a kill or an error leaves an existing file as it was, and a reader never meets half a file.
    /// </summary>
    /// <param name="mlContext">Saves what is ML.NET's.</param>
    /// <param name="model">The model, any of ML.NET's.</param>
    /// <param name="inputSchema">The schema of the data that the model takes, or null.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(MLContext mlContext, ITransformer model, DataViewSchema? inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(model);
        WholeFile.Write(path, file => mlContext.Model.Save(model, inputSchema, file));
        // Renaming is no change to those who watch the file, such as a PredictionEnginePool.
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
    }

    /// <summary>Reads the <see cref="BmVaeTransformer"/> out of an ML.NET model file and leaves the rest of the file alone.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is damaged, or has no such transformer in it, or several; the message says what is wrong.
    /// </exception>
    public static BmVaeTransformer Load(string path) => OnFile(path, Load);

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="stream">The whole file; must be seekable.</param>
    public static BmVaeTransformer Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var zip = new ModelZip(stream);
        ITransformer[] ours =
            [.. zip.OnnxFolders.Select(folder => SavedTransformer.ReadOrNull(zip.OnnxOrNull(folder)!.Value)).OfType<ITransformer>()];
        BmVaeTransformer[] found = [.. ours.OfType<BmVaeTransformer>()];
        foreach (IDisposable rest in ours.Except(found.Length == 1 ? found : []).OfType<IDisposable>())
        {
            rest.Dispose();
        }

        return found.Length == 1
            ? found[0]
            : throw new InvalidDataException($"expected one {nameof(BmVaeTransformer)} in the ML.NET model file, got {found.Length}.");
    }

    /// <summary>Reads a whole ML.NET model file, with every transformer of this package in its place.</summary>
    /// <param name="mlContext">Loads what is ML.NET's.</param>
    /// <param name="path">The file.</param>
    /// <param name="inputSchema">The schema that the model was saved with, or null.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is damaged, or ML.NET cannot load its own part; the message says what is wrong.
    /// </exception>
    public static ITransformer Load(MLContext mlContext, string path, out DataViewSchema? inputSchema)
    {
        (ITransformer model, inputSchema) = OnFile(path, file => (Load(mlContext, file, out DataViewSchema? schema), schema));
        return model;
    }

    /// <inheritdoc cref="Load(MLContext, string, out DataViewSchema?)"/>
    /// <param name="mlContext">Loads what is ML.NET's.</param>
    /// <param name="stream">The whole file; must be seekable.</param>
    /// <param name="inputSchema">The schema that the model was saved with, or null.</param>
    public static ITransformer Load(MLContext mlContext, Stream stream, out DataViewSchema? inputSchema)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(stream);
        using var zip = new ModelZip(stream);
        zip.CheckAll(); // ML.NET does not look at checksums
        ITransformer loaded;
        try
        {
            stream.Position = 0;
            loaded = mlContext.Model.Load(stream, out inputSchema);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new InvalidDataException($"expected a model that ML.NET can load, got its error: {error.Message}", error);
        }

        return new RestoredChain((stock, folder) => zip.OnnxOrNull(folder) ?? OnnxOf(stock)).Of(loaded);
    }

    /// <summary>
    /// Puts the transformers of this package in their places in a model that ML.NET loaded.
    /// <see cref="Load(MLContext, string, out DataViewSchema?)"/> is faster.
    /// </summary>
    /// <param name="model">The model. Taken over: use what is returned instead.</param>
    /// <exception cref="InvalidDataException">One of the transformers is damaged, or of a newer release.</exception>
    public static ITransformer Restore(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new RestoredChain((stock, _) => OnnxOf(stock)).Of(model);
    }

    /// <summary>ML.NET keeps the bytes to itself, but it saves them.</summary>
    private static ReadOnlyMemory<byte> OnnxOf(OnnxTransformer stock)
    {
        using var file = new MemoryStream();
        new MLContext().Model.Save(stock, null, file);
        using var zip = new ModelZip(file);
        return zip.OnnxOrNull(zip.OnnxFolders.Single())!.Value;
    }

    private static T OnFile<T>(string path, Func<FileStream, T> read)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return read(file);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"Model file '{path}': {error.Message}", error);
        }
    }
}
