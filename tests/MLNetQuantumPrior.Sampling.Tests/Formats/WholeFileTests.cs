namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class WholeFileTests
{
    [TestMethod]
    public void AWriteThatFailsLeavesTheOldFileAndNothingElse()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "model");
            File.WriteAllText(path, "old");

            Assert.ThrowsExactly<IOException>(() => WholeFile.Write(path, stream =>
            {
                stream.Write("new, but not all of"u8);
                throw new IOException("disk full");
            }));

            Assert.AreEqual("old", File.ReadAllText(path));
            Assert.HasCount(1, Directory.GetFiles(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
