using Parquet;
using Parquet.Schema;

namespace MLNetQuantumPrior;

/// <summary>Reads Parquet files of flat columns.</summary>
internal static class ParquetTable
{
    /// <summary>Reads files of the same columns, one after another, as one table.</summary>
    /// <exception cref="InvalidDataException">
    /// One is no Parquet file, or has columns of lists, structures or other types, or other columns than the first.
    /// </exception>
    public static ImmutableArray<ParquetColumn> Read(IReadOnlyList<string> paths, CancellationToken cancel) =>
        Task.Run(() => ReadAsync(paths, cancel), CancellationToken.None).GetAwaiter().GetResult();

    private static async Task<ImmutableArray<ParquetColumn>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        DataField[] fields = [];
        ParquetSource[] sources = [];
        foreach (string path in paths)
        {
            // Damaged files make the reader throw exceptions of any type.
            try
            {
                await using ParquetReader reader = await ParquetReader.CreateAsync(path, cancellationToken: cancel).ConfigureAwait(false);
                if (sources.Length == 0)
                {
                    fields = reader.Schema.DataFields;
                    sources = [.. fields.Select(field => ParquetSource.Of(path, field))];
                }
                else if (!fields.SequenceEqual(reader.Schema.DataFields))
                {
                    throw new InvalidDataException(
                        $"File '{path}': expected the columns of '{paths[0]}', got " +
                        $"{string.Join(", ", (object[])reader.Schema.DataFields)}.");
                }

                for (int group = 0; group < reader.RowGroupCount; group++)
                {
                    using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
                    foreach (ParquetSource source in sources)
                    {
                        await source.ReadAsync(rows, cancel).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception error) when (error is not (InvalidDataException or OperationCanceledException or UnauthorizedAccessException))
            {
                throw new InvalidDataException($"File '{path}': expected a Parquet file, got one with an error: {error.Message}.", error);
            }
        }

        // What a column holds may be too much for its type in memory.
        try
        {
            return [.. sources.Select(source => source.Column())];
        }
        catch (OverflowException error)
        {
            throw new InvalidDataException($"File '{paths[0]}': expected numbers of at most 63 bits: {error.Message}", error);
        }
    }
}

/// <summary>A column of a Parquet file.</summary>
/// <param name="Field">The column as the file has it.</param>
/// <param name="Stored">Its values.</param>
/// <param name="HasMissing">Whether some are missing.</param>
internal sealed record ParquetColumn(DataField Field, StoredColumn Stored, bool HasMissing);
