using System.Xml.Linq;

namespace MLNetQuantumPrior.Build;

/// <summary>Packages that are real or replaced by the projects of eng/offline all together: a real one cannot use a stand-in.</summary>
/// <param name="Property">The MSBuild property that says "real" or "offline".</param>
internal sealed record PackageGroup(string Name, string Property, IReadOnlyList<string> Ids)
{
    public static IReadOnlyList<PackageGroup> All { get; } =
    [
        new("Microsoft.ML", "MicrosoftMLPackages",
            ["Microsoft.ML", "Microsoft.ML.OnnxTransformer", "Microsoft.ML.ImageAnalytics", "Microsoft.ML.OnnxRuntime"]),
        new("TorchSharp", "TorchSharpPackages", ["TorchSharp", "TorchSharp-cpu"]),
    ];

    /// <summary>What the checkout wants of this group, as Directory.Packages.props says.</summary>
    public IReadOnlyList<WantedPackage> Wanted(string versionsFile)
    {
        Dictionary<string, string?> versions = XDocument.Load(versionsFile).Descendants("PackageVersion")
            .ToDictionary(e => (string)e.Attribute("Include")!, e => (string?)e.Attribute("Version"));
        return
        [
            .. Ids.Select(id => new WantedPackage(id, versions.GetValueOrDefault(id)
                ?? throw new BuildException($"{versionsFile}: expected a version of {id}, found none.")))
        ];
    }
}
