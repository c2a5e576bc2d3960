using System.Xml.Linq;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class VersionTests
{
    private const string Versions = "Directory.Packages.props";

    private static IEnumerable<(string Path, XElement Reference)> References =>
        from path in TrackedFiles.All
        where Path.GetExtension(path) is ".csproj" or ".props" or ".targets"
        from reference in XDocument.Load(TrackedFiles.FullPath(path)).Descendants("PackageReference")
        select (path, reference);

    [TestMethod]
    public void OnlyOneFileHoldsVersions()
    {
        string[] names = ["Version", "VersionOverride"];
        string[] found = [.. References
            .Where(r => names.Any(name => r.Reference.Attribute(name) is not null || r.Reference.Element(name) is not null))
            .Select(r => $"{r.Path}: {r.Reference}")];
        Assert.IsEmpty(found, $"Expected versions in {Versions} only, got {string.Join('\n', found)}");
    }

    [TestMethod]
    public void EveryVersionIsUsed()
    {
        IEnumerable<string?> used = References.Select(r => (string?)r.Reference.Attribute("Include"));
        string?[] unused = [.. XDocument.Load(TrackedFiles.FullPath(Versions)).Descendants("PackageVersion")
            .Where(e => e.Parent?.Attribute("Label")?.Value.StartsWith("Pins", StringComparison.Ordinal) != true)
            .Select(e => (string?)e.Attribute("Include")).Except(used)];
        Assert.IsEmpty(unused, $"{Versions} holds versions that no project uses: {string.Join(", ", unused)}.");
    }
}
