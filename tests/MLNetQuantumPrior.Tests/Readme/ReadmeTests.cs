using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MLNetQuantumPrior.Tests.Repository;

namespace MLNetQuantumPrior.Tests.Readme;

/// <summary>The quick start that README and package readme print is samples/MLNetQuantumPrior.QuickStart, and runs.</summary>
[TestClass]
public sealed class ReadmeTests
{
    private const string QuickStart = "MLNetQuantumPrior.QuickStart";

    [TestMethod]
    [DataRow("README.md")]
    [DataRow("src/PACKAGE.md")]
    public void TheQuickStartIsTheProgramThatRuns(string page)
    {
        Assert.AreEqual(
            Read($"samples/{QuickStart}/Program.cs").Trim(), Between(Read(page), "<!-- quick start -->\n```csharp\n", "```").Trim());
    }

    [TestMethod]
    public void TheQuickStartPrintsWhatTheReadmeSays()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string[] printed = Run(folder.FullName), claimed = Lines(Between(Read("README.md"), "<!-- it prints -->\n```\n", "```"));

            Assert.HasCount(claimed.Length, printed);
            foreach ((string claim, string line) in claimed.Zip(printed))
            {
                var number = new Regex(@"\d\.\d+");
                Assert.AreEqual(number.Replace(claim, ""), number.Replace(line, ""));
                Assert.AreEqual(Number(claim), Number(line), 0.03, line); // another processor sums in another order
                double Number(string text) => double.Parse(number.Match(text).Value, CultureInfo.InvariantCulture);
            }

            string[] synthetic = File.ReadAllLines(Path.Combine(folder.FullName, "synthetic.csv"));
            Assert.HasCount(1001, synthetic);
            StringAssert.StartsWith(synthetic[0], "Label,Age,Income,Home.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Run(string folder)
    {
        // .../tests/THIS/bin/Debug/net10.0/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string program = Path.Combine(
            TrackedFiles.Root, "samples", QuickStart, "bin", framework.Parent!.Name, framework.Name, $"{QuickStart}.dll");
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, ["exec", program])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors.Result);
        return Lines(output);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Read(string path) => File.ReadAllText(TrackedFiles.FullPath(path)).ReplaceLineEndings("\n");

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, from, $"'{start}' is missing");
        from += start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
