using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>The script that draws faces for the experiments.</summary>
[TestClass]
public sealed class FacesTests
{
    private static readonly string Script = Path.Combine(Checkout.Root, "tests", "MLNetQuantumPrior.Experiments", "node");
    private static readonly string Drawn = Path.Combine(Checkout.Root, "samples", "MLNetQuantumPrior.Samples", "Faces");

    private readonly string _folder = Directory.CreateTempSubdirectory("faces").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task TheSameArgumentsDrawTheSameFaces()
    {
        string[] arguments = ["--training", "8", "--validation", "2", "--test", "2", "--first", "3"];
        string first = Path.Combine(_folder, "first"), again = Path.Combine(_folder, "again");
        await Draw([first, .. arguments]);
        await Draw([again, .. arguments]);

        string[] files = Files(first);
        Assert.HasCount(14, files);
        CollectionAssert.AreEqual(files, Files(again));
        foreach (string file in files)
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(first, file)), File.ReadAllBytes(Path.Combine(again, file)), file);
        }

        foreach (string list in new[] { "list_attr_celeba.txt", "list_eval_partition.txt" })
        {
            Assert.AreEqual(File.ReadAllText(Path.Combine(Drawn, list)), File.ReadAllText(Path.Combine(first, list)), "as in the sample");
        }
    }

    [TestMethod]
    public async Task WrongArgumentsAreNamed()
    {
        StringAssert.Contains(await Draw([], exitCode: 2), "Expected one folder to write to.");
        StringAssert.Contains(
            await Draw([_folder, "--test", "few"], exitCode: 2), "Option --test: expected a whole number, got 'few'.");
    }

    private static string[] Files(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order()];

    /// <summary>Runs the script.</summary>
    /// <returns>What it says is wrong.</returns>
    private static async Task<string> Draw(string[] arguments, int exitCode = 0)
    {
        NodeProgram node = await TestPrograms.OrInconclusiveAsync(() =>
        {
            NodeProgram.CheckPackage(Script, "@dicebear");
            return NodeProgram.RunAsync([Path.Combine(Script, "faces.mjs"), .. arguments], CancellationToken.None);
        });
        Assert.AreEqual(exitCode, node.ExitCode, node.Errors);
        return node.Errors;
    }
}
