using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetQuantumPrior;

/// <summary>
/// The environment behind a catalog, for its seed and its log. ML.NET keeps it in a private field, the same in every version so far.
/// </summary>
internal static class CatalogEnvironment
{
    /// <summary>The catalog's own environment, or a new one, whose log nobody reads, should the field be gone.</summary>
    public static IHostEnvironment Of(TransformsCatalog catalog) => FieldOf(typeof(TransformsCatalog), catalog);

    /// <inheritdoc cref="Of(TransformsCatalog)"/>
    public static IHostEnvironment Of(DataOperationsCatalog catalog) => FieldOf(typeof(DataOperationsCatalog), catalog);

    private static IHostEnvironment FieldOf(Type type, object catalog) =>
        type.GetField("_env", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(catalog) as IHostEnvironment ?? new MLContext();
}
