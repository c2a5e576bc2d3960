using System.Xml.Linq;

namespace MLNetQuantumPrior.Tests.Repository;

/// <summary>What a project file refers to.</summary>
internal sealed class ProjectFile
{
    private readonly string _path;
    private readonly XDocument _content;

    public ProjectFile(string path) => (_path, _content) = (path, XDocument.Load(TrackedFiles.FullPath(path)));

    public string Name => Path.GetFileNameWithoutExtension(_path);

    /// <summary>Whether it is packed as a .NET tool.</summary>
    public bool IsTool => _content.Descendants("PackAsTool").Any(element => element.Value == "true");

    /// <summary>Packages that those who use the project get too: all but those that only the build needs.</summary>
    public IEnumerable<string> Shipped => _content.Descendants("PackageReference")
        .Where(reference => (string?)reference.Attribute("PrivateAssets") != "all").Select(Included).OfType<string>();

    /// <summary>Paths relative to the root of the repository.</summary>
    public IEnumerable<string> Projects => _content.Descendants("ProjectReference").Select(Included).OfType<string>()
        .Select(reference => TrackedFiles.FullPath(Path.Combine(Path.GetDirectoryName(_path)!, reference.Replace('\\', '/'))))
        .Select(TrackedFiles.Relative);

    /// <summary>Names of all projects and packages it refers to, and those refer to.</summary>
    public IEnumerable<string> Knows() =>
        Shipped.Concat(Projects.Select(path => new ProjectFile(path)).SelectMany(project => project.Knows().Prepend(project.Name)))
            .Distinct();

    private static string? Included(XElement reference) => (string?)reference.Attribute("Include");
}
