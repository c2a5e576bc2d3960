namespace MLNetQuantumPrior.Torch.Tests;

[TestClass]
public sealed class NativeLibraryErrorTests
{
    private string _folder = "";

    [TestInitialize]
    public void Open() => _folder = Directory.CreateTempSubdirectory().FullName;

    [TestCleanup]
    public void Close() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void WithoutAFileThePackagesAreNamed()
    {
        string message = NativeLibraryError.Explain([_folder]);
        Assert.Contains("expected its native library", message);
        Assert.Contains("found none", message);
        foreach (string package in (string[])["TorchSharp-cpu", "TorchSharp-cuda-windows", "TorchSharp-cuda-linux", "libtorch-cpu-win-x64"])
        {
            Assert.Contains(package, message);
        }
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void AFileThatIsNoLibraryIsNamedWithTheLoadersWords()
    {
        string path = Path.Combine(_folder, "libLibTorchSharp.so");
        File.WriteAllText(path, "This is text.");
        string message = NativeLibraryError.Explain([_folder]);
        Assert.Contains($"TorchSharp: expected to load '{path}', the system refuses: {path}: file too short. Add a package", message);
    }

    /// <summary>A copy of the real one that asks for a version of libstdc++ that no system has yet.</summary>
    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void AnOldLibstdcxxIsNamedWithTheSystemsThatHaveANewer()
    {
        LibTorch.SkipWithout(); // loads what the library needs besides
        byte[] library = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        ReadOnlySpan<byte> asked = "GLIBCXX_3.4.30\0"u8;
        "GLIBCXX_3.9.99\0"u8.CopyTo(library.AsSpan(library.AsSpan().IndexOf(asked)));
        File.WriteAllBytes(Path.Combine(_folder, "libLibTorchSharp.so"), library);

        string message = NativeLibraryError.Explain([_folder]);
        Assert.Contains("libstdc++.so.6: version `GLIBCXX_3.9.99' not found", message);
        Assert.Contains("GCC 13: Debian 13, Ubuntu 24.04, Fedora 38 or newer", message);
    }
}
