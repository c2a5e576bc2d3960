using System.Globalization;
using MLNetQuantumPrior.Tests.Repository;

namespace MLNetQuantumPrior.Tests.Readme;

[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    public void ExampleInTheReadmeIsTheProgramThatRuns()
    {
        string code = Between(
            Read("tests/MLNetQuantumPrior.Tests/Readme/ReadmeExample.cs"), "// readme begins\n", "        // readme ends");
        string unindented = string.Join('\n', code.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.Trim()));

        string readme = Between(Read("README.md"), "<!-- readme-example -->\n```csharp\n", "```");

        Assert.AreEqual(unindented.Trim(), readme.Trim());
    }

    [TestMethod]
    public void ExampleLearnsToTellTheCornersApart()
    {
        string folder = Directory.CreateTempSubdirectory().FullName, before = Environment.CurrentDirectory;
        TextWriter console = Console.Out;
        using var output = new StringWriter();
        try
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(output);
            ReadmeExample.Program.Run();
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
        }

        string accuracy = Between(output.ToString(), "accuracy on 32 latent bits: ", "%").Trim();
        Assert.IsGreaterThan(95.0, double.Parse(accuracy, CultureInfo.InvariantCulture), output.ToString());
        Assert.IsGreaterThan(1000, new FileInfo(Path.Combine(folder, "samples.png")).Length);
        Directory.Delete(folder, recursive: true);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(TrackedFiles.Root, path)).ReplaceLineEndings("\n");

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(0, from, $"'{start}' is missing");
        from += start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
