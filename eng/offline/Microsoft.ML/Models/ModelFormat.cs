namespace Microsoft.ML;

/// <summary>Names what a component writes, so that a reader knows what it has before it and who reads it.</summary>
/// <param name="Signature">Eight characters that open the component's own data.</param>
/// <param name="Version">Of the data written.</param>
/// <param name="Loader">The name under which the reading component is registered, at most 24 characters.</param>
/// <param name="Assembly">The assembly of ML.NET in which the component lives there.</param>
internal sealed record ModelFormat(string Signature, uint Version, string Loader, string Assembly)
{
    public const string Data = "Microsoft.ML.Data";
    public const string StandardTrainers = "Microsoft.ML.StandardTrainers";
    public const string Transforms = "Microsoft.ML.Transforms";

    /// <summary>The oldest version whose readers understand what is written.</summary>
    public uint Readable { get; init; } = Version;

    /// <summary>The oldest version that this component reads.</summary>
    public uint Oldest { get; init; } = Version;

    public string FullAssemblyName => $"{Assembly}, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";
}
