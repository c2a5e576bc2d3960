using System.Diagnostics;
using System.IO.Compression;

namespace MLNetQuantumPrior.Tool.Tests;

/// <summary>What <c>dotnet pack</c> makes of a build of the tool, installed from that file.</summary>
[TestClass]
public sealed class PackedToolTests
{
    private const string Project = "src/MLNetQuantumPrior.Tool/MLNetQuantumPrior.Tool.csproj";

    [TestMethod]
    public void ThePackedToolIsInstalledAndRuns()
    {
        using var place = new Workplace();
        DirectoryInfo folder = Directory.CreateDirectory(place["packages"]);
        Dotnet(Checkout.Root, "pack", Project, "--no-build", "--nologo", "-c", Configuration(), "-o", folder.FullName);
        string package = folder.GetFiles("*.nupkg").Single().FullName;
        using (ZipArchive zip = ZipFile.OpenRead(package))
        {
            string[] files = [.. zip.Entries.Select(entry => entry.FullName)];
            string[] wanted = ["README.md", "LICENSE", "CHANGELOG.md", "tools/net10.0/any/MLNetQuantumPrior.Tool.dll"];
            Assert.IsEmpty(wanted.Except(files));
            using var readme = new StreamReader(zip.GetEntry("README.md")!.Open());
            StringAssert.StartsWith(readme.ReadToEnd(), "# bmvae");
            Assert.IsEmpty(files.Where(file => file.Contains("/native/") && file.Contains("onnxruntime", StringComparison.Ordinal)));
        }

        string version = Path.GetFileNameWithoutExtension(package)["MLNetQuantumPrior.Tool.".Length..];
        string settings = place.Write(
            "NuGet.config",
            $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{folder.FullName}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{place["cache"]}" /></config>
            </configuration>
            """);
        Dotnet(
            place["."],
            ["tool", "install", "MLNetQuantumPrior.Tool", "--version", version, "--tool-path", place["tool"], "--configfile", settings]);
        place.Write("in.csv", MadeLoans.Csv(200));
        string program = Path.Combine(place["tool"], OperatingSystem.IsWindows() ? "bmvae.exe" : "bmvae");
        string output = Run(
            place["."], program, "synthesize", "in.csv", "out.csv", "--rows", "30", "--seed", "1", "--steps", "5", "--no-trees");
        StringAssert.Contains(output, "out.csv: 30 rows of 9 columns, seed 1");
        Assert.HasCount(32, place.Text("out.csv").Split('\n'));
        place.Run("synthesize", "@in.csv", "@here.csv", "--rows", "30", "--seed", "1", "--steps", "5", "--no-trees").Done();
        Assert.AreEqual(place.Text("here.csv"), place.Text("out.csv"), "The same seed gives the same rows in another process.");
    }

    private static void Dotnet(string folder, params string[] arguments) =>
        Run(folder, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);

    private static string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, output + error.Result);
        return output;
    }

    /// <summary>The configuration of this build: of .../tests/THIS/bin/Debug/net10.0/.</summary>
    private static string Configuration() =>
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
}
