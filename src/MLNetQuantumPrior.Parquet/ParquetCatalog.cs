using MLNetQuantumPrior;
using MLNetQuantumPrior.Sampling;

namespace Microsoft.ML;

/// <summary>Parquet files of ML.NET data.</summary>
public static class ParquetCatalog
{
    /// <summary>Writes rows to a Parquet file, as they come.</summary>
    /// <remarks>
    /// Numbers, Booleans, dates and text become columns of the same type; NaN, empty text and default dates are null there. A vector of
    /// known size becomes a column for each slot, "Features.Age" by the names of slots, or "Features.0". A key becomes its values as text,
    /// or its number where it has none; a missing one is null. Hidden columns are left out.
    /// </remarks>
    /// <param name="catalog">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="data">The rows.</param>
    /// <param name="path">The file. Written beside and renamed: an existing one is replaced, or kept if anything fails.</param>
    /// <param name="cancel">Ends the writing.</param>
    /// <exception cref="InvalidOperationException">A column is of another type, or two would have the same name.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <example>
    /// <code>
    /// ml.Data.SaveAsParquet(synthesizer.GenerateRange(300, 500), file);
    /// </code>
    /// </example>
    public static void SaveAsParquet(this DataOperationsCatalog catalog, IDataView data, string path, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ImmutableArray<ParquetCell> cells = ParquetCell.Of(data.Schema);
        WholeFile.Write(path, stream => ParquetWriting.Write(stream, data, cells, progress: null, cancel));
    }

    /// <summary>Reads a Parquet file of flat columns into memory, or all of a folder, such as shards, as one table.</summary>
    /// <remarks>
    /// Whole numbers become <see cref="long"/>, where some are missing <see cref="double"/>, as decimal numbers do; Booleans of which some
    /// are missing become text.
    /// </remarks>
    /// <param name="catalog">The catalog, <c>mlContext.Data</c>.</param>
    /// <param name="path">The file, or a folder whose files *.parquet are read in the order of their names.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or none in the folder.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is damaged, has columns of lists, structures or other types, or other columns than the first.
    /// </exception>
    /// <example>
    /// <code>
    /// IDataView read = ml.Data.LoadFromParquet(folder);
    /// </code>
    /// </example>
    public static IDataView LoadFromParquet(this DataOperationsCatalog catalog, string path, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] files = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path, "*.parquet").Order(StringComparer.Ordinal)]
            : File.Exists(path) ? [path] : [];
        return files.Length > 0
            ? new StoredTable([.. ParquetTable.Read(files, cancel).Select(column => column.Stored)])
            : throw new FileNotFoundException($"'{path}': expected a Parquet file or a folder of such, got none.");
    }
}
