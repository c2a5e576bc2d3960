using System.Text;
using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Torch.Tests.Build;

/// <summary>The build's change to TorchSharp's native library, on a made-up one that asks two libraries for four versions.</summary>
[TestClass]
public sealed class WeakVersionTests
{
    private const string Version = "CXX_3.4.32";

    private static readonly string[] Versions = ["C_2.34", "CXX_3.4.3", "CXX_3.4.32", "CXX_3.4"];

    [TestMethod]
    public void TheFlagOfThatVersionAloneIsSet()
    {
        byte[] before = Library(), after = Library();
        Assert.IsTrue(WeakVersion.Mark(after, Version));
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(k => before[k] != after[k])];
        CollectionAssert.AreEqual((int[])[FlagsOf(2)], changed);
        Assert.AreEqual(2, after[FlagsOf(2)]);
    }

    [TestMethod]
    public void TwiceIsOnce()
    {
        byte[] once = Library();
        WeakVersion.Mark(once, Version);
        byte[] twice = [.. once];
        Assert.IsTrue(WeakVersion.Mark(twice, Version));
        CollectionAssert.AreEqual(once, twice);
    }

    [TestMethod]
    public void WithoutTheVersionNothingChanges()
    {
        byte[] library = Library();
        Assert.IsFalse(WeakVersion.Mark(library, "CXX_3.4.33"));
        CollectionAssert.AreEqual(Library(), library);
    }

    [TestMethod]
    public void AnotherFileIsRefused()
    {
        byte[] narrow = Library();
        narrow[4] = 1; // 32 bits
        foreach (byte[] other in (byte[][])[[], new byte[200], "MZ"u8.ToArray(), narrow])
        {
            string message = Assert.ThrowsExactly<InvalidDataException>(() => WeakVersion.Mark(other, Version)).Message;
            Assert.Contains("expected a 64-bit little-endian ELF file", message);
        }
    }

    [TestMethod]
    public void ADamagedFileIsRefused()
    {
        byte[] far = Library();
        far[0x2e] = 0x7f; // the section headers' offset
        foreach (byte[] damaged in (byte[][])[Library()[..^64], Library()[..64], far])
        {
            Assert.ThrowsExactly<InvalidDataException>(() => WeakVersion.Mark(damaged, Version));
        }
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void TheDestinationIsReplacedAndItsHardLinksStay()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string source = Path.Combine(folder, "source"), destination = Path.Combine(folder, "destination");
            File.WriteAllBytes(source, Library());
            File.WriteAllText(destination, "old");
            using var old = new StreamReader(destination); // holds the file itself, as a hard link does
            Assert.IsTrue(WeakVersion.Copy(source, destination, Version));
            Assert.AreEqual("old", old.ReadToEnd());
            byte[] marked = Library();
            WeakVersion.Mark(marked, Version);
            CollectionAssert.AreEqual(marked, File.ReadAllBytes(destination));
            CollectionAssert.AreEqual(Library(), File.ReadAllBytes(source));
            Assert.HasCount(2, Directory.GetFiles(folder));

            File.WriteAllText(source, "text");
            var error = Assert.ThrowsExactly<InvalidDataException>(() => WeakVersion.Copy(source, destination, Version));
            Assert.Contains($"'{source}': expected a 64-bit", error.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void TheBuildHasMarkedTorchSharp()
    {
        byte[] library = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so")), again = [.. library];
        Assert.IsTrue(WeakVersion.Mark(again, "GLIBCXX_3.4.32"), "If TorchSharp asks for it no longer, LibTorch.props can do without.");
        CollectionAssert.AreEqual(library, again);
    }

    /// <summary>Header, names, two needed libraries with one and three versions, and three section headers.</summary>
    private static byte[] Library()
    {
        var file = new MemoryStream();
        var writer = new BinaryWriter(file);
        byte[] names = Encoding.ASCII.GetBytes("\0" + string.Join('\0', Versions) + "\0");
        int names0 = 64, need0 = names0 + 48, sections = need0 + (2 * 16) + (4 * 16);
        writer.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0]);
        file.Position = 0x28;
        writer.Write((long)sections);
        file.Position = 0x3a;
        writer.Write((short)64); // size and number of section headers
        writer.Write((short)3);
        file.Position = names0;
        writer.Write(names);
        file.Position = need0;
        Need(count: 1, next: 32);
        Entry(0, next: 0);
        Need(count: 3, next: 0);
        Entry(1, next: 16);
        Entry(2, next: 16);
        Entry(3, next: 0);
        Section(type: 0, offset: 0, link: 0, info: 0);
        Section(type: 3, names0, link: 0, info: 0);
        Section(type: 0x6ffffffe, need0, link: 1, info: 2);
        return file.ToArray();

        void Need(short count, int next)
        {
            writer.Write((short)1);
            writer.Write(count);
            writer.Write(0);
            writer.Write(16);
            writer.Write(next);
        }

        void Entry(int version, int next)
        {
            writer.Write(0x0d696910);
            writer.Write(0x00050000); // no flags
            writer.Write(1 + Versions.Take(version).Sum(name => name.Length + 1));
            writer.Write(next);
        }

        void Section(int type, long offset, int link, int info)
        {
            writer.Write(0);
            writer.Write(type);
            writer.Write(0L);
            writer.Write(0L);
            writer.Write(offset);
            writer.Write(0L);
            writer.Write(link);
            writer.Write(info);
            writer.Write(0L);
            writer.Write(0L);
        }
    }

    /// <summary>Where the flags of a version of the second library are.</summary>
    private static int FlagsOf(int version) => 64 + 48 + 16 + 16 + 16 + ((version - 1) * 16) + 4;
}
