namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class IdxFileTests
{
    [TestMethod]
    public void ItemsComeBackInOrder() => WithFile([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6], path =>
    {
        IdxFile file = IdxFile.Read(path);

        Assert.AreEqual((2, 3), (file.Count, file.ItemSize));
        CollectionAssert.AreEqual(new byte[] { 4, 5, 6 }, file[1].ToArray());
    });

    [TestMethod]
    [DataRow(new byte[] { 31, 139, 8, 0, 0 }, "expected an idx file of bytes", DisplayName = "still compressed")]
    [DataRow(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1 }, "expected a header of 16 bytes", DisplayName = "header cut")]
    [DataRow(new byte[] { 0, 0, 8, 1, 0, 0, 0, 5, 1, 2 }, "expected 5 bytes after the header, got 2", DisplayName = "content cut")]
    [DataRow(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, "expected 1 bytes after the header, got 2", DisplayName = "too long")]
    [DataRow(new byte[] { 0, 0, 8, 1, 255, 0, 0, 1, 1, 2 }, "after the header, got 2", DisplayName = "negative size")]
    [DataRow(new byte[] { }, "expected an idx file of bytes", DisplayName = "empty")]
    public void DamagedFilesAreRefused(byte[] content, string message) => WithFile(content, path =>
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => IdxFile.Read(path));
        StringAssert.Contains(error.Message, path);
        StringAssert.Contains(error.Message, message);
    });

    private static void WithFile(byte[] content, Action<string> test)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            test(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
