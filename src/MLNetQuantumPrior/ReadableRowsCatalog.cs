using Microsoft.ML.Runtime;
using MLNetQuantumPrior;

namespace Microsoft.ML;

/// <summary>Adds to <see cref="MLContext.Data"/> a filter of rows that cannot be read, such as those of damaged image files.</summary>
public static class ReadableRowsCatalog
{
    /// <summary>
    /// Leaves out the rows that a vector column cannot be read of, because a component before it fails: such as those of files that
    /// <c>LoadImages</c> does not find, or finds empty or in a format that it does not know. Each is named in the log once, with the texts
    /// of its row, such as the path. ML.NET reads a PNG file that is cut short as an image whose rest is black: such rows stay.
    /// </summary>
    /// <remarks>
    /// The column is made of each row even where nobody asks for it, on one thread. Nothing is kept, so the view may be larger than memory.
    /// </remarks>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="input">The view.</param>
    /// <param name="columnName">Name of the column: a known-size vector of <see cref="float"/>, such as the pixels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    /// <example>
    /// <code>
    /// IDataView pixels = ml.Data.FilterUnreadableRows(loaded, "Features");
    /// </code>
    /// </example>
    public static IDataView FilterUnreadableRows(this DataOperationsCatalog catalog, IDataView input, string columnName)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        IHost host = CatalogEnvironment.Of(catalog).Register(nameof(FilterUnreadableRows));
        return new ReadableRows(input, FeatureColumn.In(input.Schema, columnName), host);
    }
}
