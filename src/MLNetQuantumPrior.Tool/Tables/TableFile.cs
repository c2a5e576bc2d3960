using Microsoft.ML;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tool;

/// <summary>A table as a file: Parquet by its extension, CSV by any other.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Form">How it is written.</param>
internal sealed record TableFile(StoredTable Table, TableForm Form)
{
    /// <summary>Reads a file into memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">What the user says of cells.</param>
    /// <param name="wanted">Columns that should have the same types, by name; null where any will do.</param>
    /// <param name="note">Receives what the user should know.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The file is no table.</exception>
    public static TableFile Read(string path, CellSettings settings, DataViewSchema? wanted, Action<string> note, CancellationToken cancel)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"File '{path}': expected it to exist, got none.");
        }

        return IsParquet(path)
            ? ParquetForm.Read(path, cancel)
            : CsvTable.Read(path, settings, wanted, note, cancel);
    }

    /// <summary>Writes rows as they come. The file is there as a whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="form">How to write columns that it knows.</param>
    /// <param name="progress">Receives the number of rows written.</param>
    /// <param name="cancel">Ends the writing.</param>
    /// <returns>How many rows were written.</returns>
    public static long Write(string path, IDataView rows, TableForm form, IProgress<long> progress, CancellationToken cancel)
    {
        long written = 0;
        WholeFile.Write(path, stream => written = IsParquet(path)
            ? ParquetWriting.Write(stream, rows, ParquetForm.Cells(rows, form), progress, cancel)
            : CsvWriting.Write(stream, rows, form, progress, cancel));
        return written;
    }

    private static bool IsParquet(string path) => Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase);
}
