using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class OnnxRuntimeSourcesTests
{
    private readonly Checkout _checkout = new(Directory.CreateTempSubdirectory().FullName);
    private readonly string _lockFile;
    private readonly string _stamp;

    public OnnxRuntimeSourcesTests()
    {
        string manifest = _checkout.StandIn(OnnxRuntimeSources.PackageId);
        _lockFile = Path.Combine(manifest, "package-lock.json");
        _stamp = Path.Combine(manifest, "cache", "package", "package-lock.json");
        Directory.CreateDirectory(Path.GetDirectoryName(_stamp)!);
        foreach (string name in (string[])["package.json", "package-lock.json", ".npmrc"])
        {
            File.WriteAllText(Path.Combine(manifest, name), "{}");
        }
    }

    [TestCleanup]
    public void Delete() => Directory.Delete(_checkout.Root, recursive: true);

    [TestMethod]
    public void SourcesFromTheSameLockFileAreNotFetched()
    {
        File.Copy(_lockFile, _stamp);
        FetchInterrupted();
    }

    [TestMethod]
    public void SourcesFromAnotherLockFileAreFetchedAndKeptUntilThen()
    {
        File.WriteAllText(_stamp, "{ }");
        try
        {
            FetchInterrupted();
            Assert.Fail("Expected a fetch, got none.");
        }
        catch (Exception error) when (error is OperationCanceledException or BuildException)
        {
            // BuildException: there is no npm here.
            Assert.IsTrue(File.Exists(_stamp));
        }
    }

    private void FetchInterrupted() => new OnnxRuntimeSources(_checkout, new CancellationToken(canceled: true)).Fetch();
}
