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

    // Found by 10,000 copies of each: weights whose sum overflows, texts that are no UTF-8.
    [TestMethod]
    [DataRow("checkpoint with a right checksum", 1110)]
    [DataRow("BqpJson", 6314)]
    [DataRow("DimodJson", 5740)]
    [DataRow("DimodJson", 8079)]
    public void CopiesThatOnceEndedInAnotherErrorAreRefused(string kind, int copy)
    {
        MutatedFile file = MutatedFiles.In(_folder).Single(file => file.Name == kind);
        Assert.ThrowsExactly<InvalidDataException>(() => file.Load(file.Copy(seed: 2, copy)));
    }
}
