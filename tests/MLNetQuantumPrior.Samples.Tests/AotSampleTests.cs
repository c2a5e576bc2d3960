using System.ComponentModel;
using System.Diagnostics;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Samples.Tests;

/// <summary>The sample that is compiled ahead of time: published as its project file says, and run.</summary>
[TestClass]
public sealed class AotSampleTests
{
    private const long MostBytes = 7 << 20; // 7 MiB

    [TestMethod]
    public void ItIsSmallAndPrintsDigits()
    {
        if (!HasLinker())
        {
            Assert.Inconclusive("No native tool chain (clang, or gcc with zlib1g-dev), so the sample was not compiled ahead of time.");
        }

        string folder = Directory.CreateTempSubdirectory().FullName, built = Path.Combine(folder, "built"); // apart from other builds
        try
        {
            string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
            string[] publish = ["publish", "samples/MLNetQuantumPrior.Aot", "--nologo", "--artifacts-path", built, "-o", folder];
            (int code, string output) = Run(dotnet, publish);
            Assert.AreEqual(0, code, output);
            Assert.DoesNotContain("warning", output, output);

            var program = new FileInfo(Path.Combine(folder, "MLNetQuantumPrior.Aot" + (OperatingSystem.IsWindows() ? ".exe" : "")));
            Assert.IsLessThanOrEqualTo(MostBytes, program.Length);

            (code, string digits) = Run(program.FullName, "models/mnist-digits.bmvae", "17");
            Assert.AreEqual(0, code, digits);
            Assert.DoesNotContain("Warning", digits, "vector instructions are on");
            string[] lines = digits.Split('\n');
            Assert.HasCount(15, lines);
            Assert.IsGreaterThan(40, digits.Count(letter => letter is '#' or '@'), digits);
            Assert.IsTrue(lines.All(line => line.Trim().Length <= 56), digits);

            (code, string error) = Run(program.FullName, "models/mnist-digits.bmvae", "1x");
            Assert.AreEqual((2, "Digits '1x': expected classes of the model, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9."), (code, error.Trim()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool HasLinker()
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        bool hasLinker = ((string[])["clang", "gcc"]).Any(name => Run(name, "--version").Code == 0);
        return hasLinker && (OperatingSystem.IsMacOS() || File.Exists("/usr/include/zlib.h"));
    }

    private static (int Code, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Checkout.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (Win32Exception)
        {
            return (-1, "");
        }
    }
}
