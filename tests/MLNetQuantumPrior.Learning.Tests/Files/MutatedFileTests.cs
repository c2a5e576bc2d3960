namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>
/// Files with any change at all: each copy is read or refused in little time and memory. Many more of them:
/// <c>dotnet run -c Release --project tests/MLNetQuantumPrior.Experiments -- mutations</c>.
/// </summary>
[TestClass]
public sealed class MutatedFileTests
{
    private const int Copies = 400;

    private readonly string _folder = Directory.CreateTempSubdirectory("mutations").FullName;

    public TestContext TestContext { get; set; } = null!;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void AnyChangeIsReadOrRefused()
    {
        foreach (MutatedFile file in MutatedFiles.In(_folder))
        {
            MutationSummary summary = file.Run(Copies, seed: 1);
            TestContext.WriteLine($"{summary}");
            Assert.IsEmpty(summary.Faults, string.Join("\n", summary.Faults.Take(5)));
            Assert.IsGreaterThan(0, summary.Refused);
        }
    }
}
