using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MLNetQuantumPrior.Tests.Repository;

/// <summary>What <c>dotnet pack</c> makes of a build of this tree.</summary>
[TestClass]
public sealed class PackageTests
{
    /// <summary>Libraries: of the tool, tests of its own install what is packed.</summary>
    public static IEnumerable<object[]> Projects => DependencyTests.ProductProjects.Where(row => !new ProjectFile((string)row[0]).IsTool);

    [TestMethod]
    [DynamicData(nameof(Projects))]
    public void APackageWantsTheOthersInItsOwnVersionAndCarriesItsPapers(string project)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            Pack(project, folder.FullName);
            string[] files = [.. folder.GetFiles().Select(file => file.Extension).Order(StringComparer.Ordinal)];
            CollectionAssert.AreEqual(new[] { ".nupkg", ".snupkg" }, files);
            using ZipArchive package = ZipFile.OpenRead(folder.GetFiles("*.nupkg").Single().FullName);
            string name = Path.GetFileNameWithoutExtension(project);
            string[] wanted = ["README.md", "LICENSE", "CHANGELOG.md", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"];
            Assert.IsEmpty(wanted.Except(package.Entries.Select(entry => entry.FullName)));

            XElement[] manifest = [.. XDocument.Parse(Text(package, $"{name}.nuspec")).Descendants()];
            string version = manifest.Single(element => element.Name.LocalName == "version").Value;
            var needed = manifest.Where(element => element.Name.LocalName == "dependency")
                .ToDictionary(element => (string)element.Attribute("id")!, element => (string)element.Attribute("version")!);
            var file = new ProjectFile(project);
            CollectionAssert.AreEquivalent(
                file.Projects.Select(Path.GetFileNameWithoutExtension).Concat(file.Shipped).ToArray(), needed.Keys);
            foreach ((string id, string range) in needed.Where(pair => pair.Key.StartsWith("MLNetQuantumPrior", StringComparison.Ordinal)))
            {
                Assert.AreEqual($"[{version}]", range, id);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void ThePackageReadmeLinksToNoFileOfTheRepository()
    {
        string readme = File.ReadAllText(TrackedFiles.FullPath("src/PACKAGE.md"));
        string[] links = [.. Regex.Matches(readme, @"\]\((?<to>[^)]*)\)").Select(link => link.Groups["to"].Value)];
        Assert.IsEmpty(links.Where(to => !to.StartsWith("https://", StringComparison.Ordinal)), readme);
    }

    private static void Pack(string project, string folder)
    {
        // .../tests/THIS/bin/Debug/net10.0/
        string configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(
            dotnet, ["pack", TrackedFiles.FullPath(project), "--no-build", "--nologo", "-c", configuration, "-o", folder])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, output);
    }

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
