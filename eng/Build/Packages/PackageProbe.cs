using System.Xml.Linq;

namespace MLNetQuantumPrior.Build;

/// <summary>Asks the feed for packages by restoring a throw-away project.</summary>
internal sealed class PackageProbe(Checkout checkout, Tool dotnet)
{
    /// <summary>Whether the group is real, and if not, why.</summary>
    public PackageAnswer Ask(PackageGroup group, IReadOnlyList<WantedPackage> wanted, string? source)
    {
        // Inside the checkout, where its NuGet.config applies.
        string folder = checkout.Artifacts(Path.Combine("probe", Environment.ProcessId.ToString()));
        try
        {
            ToolOutput restore = Restore(folder, wanted, source);
            RestoreVerdict verdict = RestoreVerdict.Read(restore);
            return verdict.Outcome switch
            {
                RestoreOutcome.Real => new(group, wanted, Real: true, "the feed has it"),
                RestoreOutcome.Lacking => new(group, wanted, Real: false, $"the feed has no {Named(verdict.Lacking, wanted)}"),
                RestoreOutcome.DeadFeed => throw new BuildException(
                    $"""
                    a package source does not answer, so it is unknown whether it has {group.Name}:
                    {restore.Text.TrimEnd()}
                    Mend or disable that source (dotnet nuget list source), or choose yourself with --packages real or --packages offline.
                    """),
                _ => throw new BuildException(
                    $"""
                    asking the feed for {group.Name} failed:
                    {restore.Text.TrimEnd()}
                    Mend that, or choose yourself with --packages real or --packages offline.
                    """),
            };
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private ToolOutput Restore(string folder, IReadOnlyList<WantedPackage> wanted, string? source)
    {
        // The empty files end the search upwards: the checkout's own would replace the very packages that are asked for.
        Directory.CreateDirectory(folder);
        foreach (string name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        }

        string project = Path.Combine(folder, "Probe.csproj");
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("TargetFramework", "net10.0"),
                new XElement("NuGetAudit", "false"),
                source is null ? null : new XElement("RestoreAdditionalProjectSources", MSBuild.Escape(source))),
            new XElement(
                "ItemGroup",
                wanted.Select(p =>
                    new XElement("PackageReference", new XAttribute("Include", p.Id), new XAttribute("Version", p.Version)))))
            .Save(project);
        return dotnet.Read(folder, "restore", project, "--no-http-cache");
    }

    private static string Named(IReadOnlyList<string> lacking, IReadOnlyList<WantedPackage> wanted)
    {
        Dictionary<string, WantedPackage> byId = wanted.ToDictionary(p => p.Id, StringComparer.OrdinalIgnoreCase);
        IEnumerable<string> named = lacking.Select(id => byId.TryGetValue(id, out WantedPackage? package) ? package.ToString() : id);
        return string.Join(", ", named.DefaultIfEmpty(string.Join(" or ", wanted)));
    }
}
