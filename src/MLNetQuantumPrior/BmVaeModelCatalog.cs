using Microsoft.ML.Transforms.Onnx;
using MLNetQuantumPrior;
using MLNetQuantumPrior.Sampling;

namespace Microsoft.ML;

/// <summary>
/// Adds to <see cref="MLContext.Model"/> what reads the transformers of MLNetQuantumPrior back from ML.NET's model files, and what writes
/// such files safely.
/// </summary>
/// <remarks>
/// ML.NET itself reads such files in any process, with or without MLNetQuantumPrior. It gets an <see cref="OnnxTransformer"/> in place of
/// a <see cref="BmVaeTransformer"/>, which gives the same columns row by row; and in place of a <see cref="LatentGeneratorTransformer"/>
/// one that says, when data come, how to load it. The methods here restore everything: model, prior, generator and options.
/// </remarks>
public static class BmVaeModelCatalog
{
    /// <summary>
    /// Writes the file that <see cref="ModelOperationsCatalog.Save(ITransformer, DataViewSchema, string)"/> writes, but under another name
    /// first, and then renames it: a crash or an error leaves an existing file as it was, and a reader never meets half a file.
    /// </summary>
    /// <param name="catalog">The catalog of model operations.</param>
    /// <param name="model">Any model, with or without transformers of this package.</param>
    /// <param name="inputSchema">The schema of the data that the model takes, or null.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="NotSupportedException">
    /// The networks of a model are code, which only its own <see cref="MLNetQuantumPrior.Learning.BmVaeModel.Save(string)"/> saves.
    /// </exception>
    /// <exception cref="InvalidOperationException">A transformer would take more than the 2 GB that ONNX allows.</exception>
    /// <example>
    /// <code>
    /// ml.Model.SaveBmVae(model, data.Schema, file);
    /// </code>
    /// </example>
    public static void SaveBmVae(this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        WholeFile.Write(path, file => catalog.Save(model, inputSchema, file));
        // Renaming is no change to those who watch the file, such as a PredictionEnginePool.
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
    }

    /// <summary>Reads the <see cref="BmVaeTransformer"/> in an ML.NET model file and nothing else of it.</summary>
    /// <param name="catalog">The catalog of model operations.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or holds no such transformer, or several; the message says what is wrong.
    /// </exception>
    /// <example>
    /// <code>
    /// using BmVaeTransformer loaded = ml.Model.LoadBmVae(file);
    /// using LatentGeneratorTransformer generator = loaded.Generator();
    /// </code>
    /// </example>
    public static BmVaeTransformer LoadBmVae(this ModelOperationsCatalog catalog, string path) =>
        OnFile(path, file => catalog.LoadBmVae(file));

    /// <summary>Reads the <see cref="BmVaeTransformer"/> in an ML.NET model file and nothing else of it.</summary>
    /// <param name="catalog">The catalog of model operations.</param>
    /// <param name="stream">The whole file; must be seekable.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or holds no such transformer, or several; the message says what is wrong.
    /// </exception>
    public static BmVaeTransformer LoadBmVae(this ModelOperationsCatalog catalog, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(stream);
        using var zip = new ModelZip(stream);
        ITransformer[] ours =
            [.. zip.OnnxFolders.Select(folder => RestoredChain.OursOrNull(zip.OnnxOrNull(folder)!.Value)).OfType<ITransformer>()];
        BmVaeTransformer[] found = [.. ours.OfType<BmVaeTransformer>()];
        foreach (IDisposable rest in ours.Except(found.Length == 1 ? found : []).OfType<IDisposable>())
        {
            rest.Dispose();
        }

        return found.Length == 1
            ? found[0]
            : throw new InvalidDataException(found.Length == 0
                ? $"expected a {nameof(BmVaeTransformer)} in the ML.NET model file, got none."
                : $"expected one {nameof(BmVaeTransformer)} in the ML.NET model file, got {found.Length}. " +
                    "Load the whole chain with ml.Model.LoadBmVae(path, out schema).");
    }

    /// <summary>Reads a whole ML.NET model file, with the transformers of this package in their places.</summary>
    /// <param name="catalog">The catalog of model operations.</param>
    /// <param name="path">The file.</param>
    /// <param name="inputSchema">The schema that the model was saved with, or null.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or ML.NET cannot load its own part; the message says what is wrong.
    /// </exception>
    /// <example>
    /// <code>
    /// ITransformer whole = ml.Model.LoadBmVae(file, out DataViewSchema? schema);
    /// </code>
    /// </example>
    public static ITransformer LoadBmVae(this ModelOperationsCatalog catalog, string path, out DataViewSchema? inputSchema)
    {
        (ITransformer model, inputSchema) = OnFile(path, file => (catalog.LoadBmVae(file, out DataViewSchema? schema), schema));
        return model;
    }

    /// <summary>Reads a whole ML.NET model file, with the transformers of this package in their places.</summary>
    /// <param name="catalog">The catalog of model operations.</param>
    /// <param name="stream">The whole file; must be seekable.</param>
    /// <param name="inputSchema">The schema that the model was saved with, or null.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or ML.NET cannot load its own part; the message says what is wrong.
    /// </exception>
    public static ITransformer LoadBmVae(this ModelOperationsCatalog catalog, Stream stream, out DataViewSchema? inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(stream);
        using var zip = new ModelZip(stream);
        zip.Check(); // ML.NET does not look at checksums
        ITransformer loaded;
        try
        {
            stream.Position = 0;
            loaded = catalog.Load(stream, out inputSchema);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new InvalidDataException($"expected a model that ML.NET can load, got its error: {error.Message}", error);
        }

        return new RestoredChain((stock, folder) => zip.OnnxOrNull(folder) ?? OnnxOf(stock)).Of(loaded);
    }

    /// <summary>
    /// Puts the transformers of this package in their places in a model that ML.NET has loaded.
    /// <see cref="LoadBmVae(ModelOperationsCatalog, string, out DataViewSchema?)"/> is faster.
    /// </summary>
    /// <param name="catalog">The catalog of model operations.</param>
    /// <param name="model">The model. Taken over: use what is returned instead.</param>
    /// <exception cref="InvalidDataException">One of the transformers is damaged, or was written by a newer release.</exception>
    /// <example>
    /// <code>
    /// ITransformer restored = ml.Model.RestoreBmVae(stock);
    /// </code>
    /// </example>
    public static ITransformer RestoreBmVae(this ModelOperationsCatalog catalog, ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return new RestoredChain((stock, _) => OnnxOf(stock)).Of(model);
    }

    /// <summary>ML.NET has no property for the bytes, but it saves them.</summary>
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
