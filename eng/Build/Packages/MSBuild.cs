namespace MLNetQuantumPrior.Build;

/// <summary>The spelling of values in MSBuild files.</summary>
internal static class MSBuild
{
    /// <summary>A value that MSBuild takes literally: no list, no property, no item.</summary>
    public static string Escape(string value) =>
        value.Replace("%", "%25").Replace(";", "%3B").Replace("$", "%24").Replace("@", "%40").Replace("'", "%27");
}
