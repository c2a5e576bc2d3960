using System.Diagnostics;

namespace MLNetQuantumPrior.Tests.Repository;

/// <summary>The files of this repository as git knows them, new ones included; without git, all files that no build made.</summary>
internal static class TrackedFiles
{
    private static readonly string[] MadeByBuilds = ["/.git/", "/bin/", "/obj/", "/artifacts/", "/node_modules/", "/TestResults/"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. (FromGit() ?? FromDisk()).Where(path => File.Exists(FullPath(path))).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Projects => All.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal));

    public static string FullPath(string path) => Path.GetFullPath(path, Root);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>Path and content of every text file.</summary>
    public static IEnumerable<(string Path, string Text)> Texts() =>
        All.Select(path => (path, File.ReadAllText(FullPath(path)))).Where(file => !file.Item2.Contains('\0'));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MLNetQuantumPrior.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No MLNetQuantumPrior.sln above {AppContext.BaseDirectory}.");
    }

    private static string[]? FromGit()
    {
        if (!Path.Exists(FullPath(".git")))
        {
            return null;
        }

        try
        {
            var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
            };
            using Process git = Process.Start(start)!;
            string paths = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? paths.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> FromDisk() =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(Relative)
            .Where(path => !MadeByBuilds.Any($"/{path}".Contains));
}
