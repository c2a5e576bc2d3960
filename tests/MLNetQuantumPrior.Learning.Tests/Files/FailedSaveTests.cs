using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>A full disk fails a write: any of them.</summary>
[TestClass]
public sealed class FailedSaveTests
{
    private static readonly VaeArchitecture Architecture = VaeArchitecture.Mlp(40, [30], 8);

    private static readonly BmVaeModel Old = TestModels.Of(Architecture, new float[Architecture.ParameterCount]);

    private static readonly BmVaeModel New = TestModels.Of(Architecture, PlainGemm.Random(Architecture.ParameterCount, seed: 1));

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string FilePath => Path.Combine(_folder, "model.bmvae");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void AWriteThatFailsLeavesTheOldFileAndNothingElse()
    {
        Old.Save(FilePath);
        byte[] old = File.ReadAllBytes(FilePath);
        int writes = 0;
        New.Save(new WatchedStream(new MemoryStream(), () => writes++));

        for (int failing = 1; failing <= writes; failing++)
        {
            int left = failing;
            Assert.ThrowsExactly<IOException>(() => WholeFile.Write(FilePath, stream => New.Save(new WatchedStream(stream, () =>
            {
                if (--left == 0)
                {
                    throw new IOException("disk full");
                }
            }))));

            CollectionAssert.AreEqual(old, File.ReadAllBytes(FilePath), $"write {failing}");
            CollectionAssert.AreEqual(new[] { FilePath }, Directory.GetFileSystemEntries(_folder));
        }
    }

    /// <summary>Calls before each write.</summary>
    private sealed class WatchedStream(Stream inner, Action beforeWrite) : Stream
    {
        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count)
        {
            beforeWrite();
            inner.Write(buffer, offset, count);
        }
    }
}
