using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Tool.Tests;

/// <summary>docs/command-line.md says what the program does.</summary>
[TestClass]
public sealed class CommandLinePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "command-line.md"));

    [TestMethod]
    public void TheWalkRuns()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // its table is made by awk
        }

        using var place = new Workplace();
        string[] blocks = [.. Regex.Matches(Page, "```bash\n(.*?)```", RegexOptions.Singleline).Select(block => block.Groups[1].Value)];
        using (Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", blocks[0]]) { WorkingDirectory = place["."] })!)
        {
            shell.WaitForExit();
        }

        foreach (string line in string.Concat(blocks[1..]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = [.. Regex.Matches(line, "\"([^\"]*)\"|(\\S+)").Select(word => word.Groups[1].Value + word.Groups[2].Value)];
            bool fits = words[2].EndsWith(".csv", StringComparison.Ordinal);
            place.Run([.. words[1..].Select(Placed), .. fits ? new[] { "--steps", "20" } : []]).Done();
        }

        CollectionAssert.AreEqual(
            new[] { "even.csv", "full.csv", "loans.csv", "loans.synthesizer", "more.parquet", "rare.csv", "report.html", "synthetic.csv" },
            place.Files);
        StringAssert.StartsWith(place.Text("synthetic.csv"), "Id,Age,Income,Home,Debt,Since,Repaid\n1001,");
        Assert.IsFalse(place.Text("full.csv").Contains(",,"), "A cell is missing.");
    }

    [TestMethod]
    public void AllOptionsAreInItsTable()
    {
        RootCommand root = Bmvae.Root(new(TextWriter.Null, TextWriter.Null, null));
        string[] options = [.. root.Subcommands.SelectMany(command => command.Options).Select(option => option.Name).Distinct()];
        string[] listed = [.. Regex.Matches(Page, @"^\| `(--[a-z-]+)", RegexOptions.Multiline).Select(option => option.Groups[1].Value)];
        CollectionAssert.AreEquivalent(options.Append("--quiet").ToArray(), listed);
        string[] commands = [.. Regex.Matches(Page, @"^\| `bmvae ([a-z]+)", RegexOptions.Multiline).Select(name => name.Groups[1].Value)];
        CollectionAssert.AreEquivalent(root.Subcommands.Select(command => command.Name).ToArray(), commands);
    }

    /// <summary>Files of the walk are those of the folder.</summary>
    private static string Placed(string word) => Regex.IsMatch(word, @"^[a-z]+\.(csv|html|parquet|synthesizer)$") ? $"@{word}" : word;
}
