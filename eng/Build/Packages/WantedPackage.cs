namespace MLNetQuantumPrior.Build;

/// <summary>A package and the version this checkout uses.</summary>
internal sealed record WantedPackage(string Id, string Version)
{
    public override string ToString() => $"{Id} {Version}";
}
