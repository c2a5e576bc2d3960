using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetQuantumPrior;

/// <summary>
/// The environment behind a catalog, for its seed and its log. ML.NET keeps it in a private field, the same in every version so far.
/// </summary>
internal static class CatalogEnvironment
{
    private static readonly FieldInfo? Field = typeof(TransformsCatalog).GetField("_env", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>The catalog's own environment, or a new one, whose log nobody reads, should the field be gone.</summary>
    public static IHostEnvironment Of(TransformsCatalog catalog) => Field?.GetValue(catalog) as IHostEnvironment ?? new MLContext();
}
