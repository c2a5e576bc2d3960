using System.Xml;
using System.Xml.Linq;

namespace MLNetQuantumPrior.Build;

/// <summary>Which groups are real, and the additional source that made them so: the content of eng/Packages.g.props.</summary>
/// <param name="Source">Absolute path of an additional package folder, or null.</param>
internal sealed record PackageAnswers(IReadOnlyList<PackageAnswer> All, string? Source)
{
    private const string SourceProperty = "PackageSourceFolder";

    public override string ToString() => $"packages: {string.Join("; ", All)}";

    /// <summary>Reads what <see cref="Write"/> wrote; null if that is not there, is damaged, or was about other versions.</summary>
    public static PackageAnswers? Read(string file, IReadOnlyDictionary<PackageGroup, IReadOnlyList<WantedPackage>> wanted)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        Dictionary<string, string> values;
        try
        {
            values = XDocument.Load(file).Descendants("PropertyGroup").Elements().ToDictionary(e => e.Name.LocalName, e => e.Value);
        }
        catch (Exception error) when (error is XmlException or ArgumentException)
        {
            return null;
        }

        var answers = new List<PackageAnswer>();
        foreach ((PackageGroup group, IReadOnlyList<WantedPackage> packages) in wanted)
        {
            if (values.GetValueOrDefault(AskedProperty(group)) != string.Join(", ", packages)
                || values.GetValueOrDefault(group.Property) is not ("real" or "offline")
                || !values.TryGetValue(BecauseProperty(group), out string? because))
            {
                return null;
            }

            answers.Add(new(group, packages, values[group.Property] == "real", because));
        }

        return new(answers, values.GetValueOrDefault(SourceProperty));
    }

    /// <summary>Writes beside and renames. Leaves an equal file alone, as a new date would rebuild everything.</summary>
    public void Write(string file)
    {
        var project = new XElement("Project", new XComment(" Which packages are real here, see docs/building.md. Written by eng/Build. "));
        foreach (PackageAnswer answer in All)
        {
            project.Add(new XElement(
                "PropertyGroup",
                new XElement(answer.Group.Property, answer.Real ? "real" : "offline"),
                new XElement(AskedProperty(answer.Group), string.Join(", ", answer.Wanted)),
                new XElement(BecauseProperty(answer.Group), answer.Because)));
        }

        project.Add(new XElement("ItemGroup", All.Where(a => !a.Real).SelectMany(a => a.Group.Ids)
            .Select(id => new XElement("OfflinePackage", new XAttribute("Include", id)))));
        if (Source is not null)
        {
            project.Add(new XElement(
                "PropertyGroup",
                new XElement(SourceProperty, Source),
                new XElement("RestoreAdditionalProjectSources", $"$(RestoreAdditionalProjectSources);{MSBuild.Escape(Source)}")));
        }

        string content = project + "\n";
        if (File.Exists(file) && File.ReadAllText(file) == content)
        {
            return;
        }

        string beside = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(beside, content);
        File.Move(beside, file, overwrite: true);
    }

    private static string AskedProperty(PackageGroup group) => $"{group.Property}Asked";

    private static string BecauseProperty(PackageGroup group) => $"{group.Property}Because";
}
