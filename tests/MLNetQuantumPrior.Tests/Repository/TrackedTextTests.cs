using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class TrackedTextTests
{
    // Joined here, so that this file is not its own counterexample.
    private static readonly string[] RegistryHosts =
    [
        "nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com",
        "deb." + "debian.org", "pypi" + ".org", "pythonhosted" + ".org",
    ];

    private static readonly Regex MachinePath = new("(?<![\\w.])/wo" + "rk/");

    [TestMethod]
    public void TheListOfFilesIsTheRepositorys()
    {
        CollectionAssert.IsSubsetOf(
            new[] { "MLNetQuantumPrior.sln", "README.md", "src/MLNetQuantumPrior/MLNetQuantumPrior.csproj" }, TrackedFiles.All.ToArray());
        Assert.IsFalse(TrackedFiles.All.Any(path => path.Contains("/obj/")), "The list holds files that a build made.");
    }

    [TestMethod]
    public void NoFileNamesTheHostOfAPackageRegistry()
    {
        string[] found = [.. from file in TrackedFiles.Texts() from host in RegistryHosts
            where file.Text.Contains(host, StringComparison.OrdinalIgnoreCase) select $"{file.Path}: {host}"];
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    public void NoFileNamesAPathOfTheMachineItWasWrittenOn()
    {
        string[] found = [.. TrackedFiles.Texts().Where(file => MachinePath.IsMatch(file.Text)).Select(file => file.Path)];
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    public void PackageClientsAreToldNoHost()
    {
        string[] settings = ["NuGet.config", ".npmrc"];
        string[] found = [.. TrackedFiles.Texts()
            .Where(file => (settings.Contains(Path.GetFileName(file.Path)) && file.Text.Contains("://"))
                || (Path.GetFileName(file.Path) == "package-lock.json" && file.Text.Contains("\"resolved\"")))
            .Select(file => file.Path)];
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    public void ProductCodeDoesNotWriteToTheConsole()
    {
        const string Program = "src/MLNetQuantumPrior.Tool/Program.cs"; // no library
        string[] found = [.. from file in TrackedFiles.Texts()
            where file.Path.StartsWith("src/", StringComparison.Ordinal) && file.Path.EndsWith(".cs", StringComparison.Ordinal)
                && file.Path != Program
            from line in file.Text.Split('\n')
            where Regex.IsMatch(line, @"\bConsole\s*\.") && !line.TrimStart().StartsWith("///", StringComparison.Ordinal)
            select $"{file.Path}: {line.Trim()}"];
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    public void LinesOfCodeHaveAtMostTheColumnsThatEditorConfigSays()
    {
        const int Columns = 140;
        StringAssert.Contains(File.ReadAllText(TrackedFiles.FullPath(".editorconfig")), $"max_line_length = {Columns}");

        string[] found = [.. from file in TrackedFiles.Texts()
            where file.Path.EndsWith(".cs", StringComparison.Ordinal)
            from line in file.Text.Split('\n').Select(line => line.TrimEnd('\r')).Index()
            where line.Item.Length > Columns
            select $"{file.Path}:{line.Index + 1}: expected at most {Columns} characters, got {line.Item.Length}."];
        Assert.IsEmpty(found, string.Join('\n', found));
    }

    [TestMethod]
    public void ScriptsCanBeRun()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode mode = File.GetUnixFileMode(TrackedFiles.FullPath(".ci/run"));
        Assert.IsTrue(mode.HasFlag(UnixFileMode.UserExecute), $".ci/run: expected a run bit, got {mode}.");
    }
}
