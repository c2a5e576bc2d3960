using Parquet;
using Parquet.Schema;

namespace MLNetQuantumPrior.Tool;

/// <summary>Reads a Parquet file of flat columns.</summary>
internal static class ParquetTable
{
    /// <exception cref="InvalidDataException">It is no Parquet file, or has columns of lists, structures or other types.</exception>
    public static async Task<TableFile> ReadAsync(string path, CancellationToken cancel)
    {
        // Damaged files make the reader throw exceptions of any type.
        try
        {
            await using ParquetReader reader = await ParquetReader.CreateAsync(path, cancellationToken: cancel).ConfigureAwait(false);
            DataField[] fields = reader.Schema.DataFields;
            ParquetSource[] sources = [.. fields.Select(field => ParquetSource.Of(path, field))];
            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
                foreach (ParquetSource source in sources)
                {
                    await source.ReadAsync(rows, cancel).ConfigureAwait(false);
                }
            }

            ParquetColumn[] columns = [.. sources.Select(source => source.Column())];
            var form = new TableForm(null, [.. columns.Select(column => column.Form)])
            {
                Fields = fields.ToImmutableDictionary(field => field.Name),
            };
            return new(new([.. columns.Select(column => column.Stored)]), form);
        }
        catch (Exception error) when (error is not (InvalidDataException or OperationCanceledException or UnauthorizedAccessException))
        {
            throw new InvalidDataException($"File '{path}': expected a Parquet file, got one with an error: {error.Message}.", error);
        }
    }
}

/// <summary>A column of a Parquet file.</summary>
/// <param name="Form">What it holds.</param>
/// <param name="Stored">Its values.</param>
internal sealed record ParquetColumn(ColumnForm Form, StoredColumn Stored);
