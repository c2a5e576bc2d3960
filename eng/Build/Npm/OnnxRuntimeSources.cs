using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Build;

/// <summary>What the stand-in of Microsoft.ML.OnnxRuntime is made of: official C# sources and this machine's native library.</summary>
internal sealed class OnnxRuntimeSources(Checkout checkout, CancellationToken interrupt)
{
    public const string PackageId = "Microsoft.ML.OnnxRuntime";

    private const string NpmPackage = "com.github.asus4.onnxruntime";

    private const string WithoutIt = "use the real packages, with --source or eng/packages.";

    private readonly LockedPackages _packages = new(checkout.StandIn(PackageId), interrupt);

    /// <summary>Fetches them, unless what is there comes from the same lock file.</summary>
    public void Fetch()
    {
        string kept = Path.Combine(_packages.Cache, "package");
        string stamp = Path.Combine(kept, Path.GetFileName(_packages.LockFile));
        if (!File.Exists(stamp) || File.ReadAllText(stamp) != File.ReadAllText(_packages.LockFile))
        {
            string library = NativeLibrary();
            Console.WriteLine($"{PackageId}: fetching the sources of its stand-in into {Path.GetRelativePath(checkout.Root, kept)}");
            _packages.Install(modules => Keep(Path.Combine(modules, NpmPackage), library, kept), WithoutIt);
        }
    }

    private void Keep(string package, string library, string kept)
    {
        string keep = Path.Combine(package, "keep");
        string native = Directory.CreateDirectory(Path.Combine(keep, "native")).FullName;
        File.Move(Path.Combine(package, library), Path.Combine(native, Path.GetFileName(library)));
        Directory.Move(Path.Combine(package, "Runtime"), Path.Combine(keep, "Runtime"));
        foreach (string notice in (string[])["LICENSE", "ThirdPartyNotices.txt"])
        {
            File.Move(Path.Combine(package, notice), Path.Combine(keep, notice));
        }

        File.Copy(_packages.LockFile, Path.Combine(keep, Path.GetFileName(_packages.LockFile)));
        if (Directory.Exists(kept))
        {
            Directory.Delete(kept, recursive: true);
        }

        Directory.Move(keep, kept);
    }

    /// <summary>Its path in the npm package.</summary>
    private static string NativeLibrary()
    {
        (string system, Architecture architecture) = (SystemName(), RuntimeInformation.OSArchitecture);
        return (system, architecture) switch
        {
            ("Linux", Architecture.X64) => "Plugins/Linux/x64/libonnxruntime.so",
            ("Windows", Architecture.X64) => "Plugins/Windows/x64/onnxruntime.dll",
            ("Windows", Architecture.Arm64) => "Plugins/Windows/arm64/onnxruntime.dll",
            ("macOS", Architecture.Arm64) => "Plugins/macOS/arm64/libonnxruntime.dylib",
            _ => throw new BuildException(
                $"{PackageId}: expected Linux X64, Windows X64 or Arm64, or macOS Arm64 for its stand-in, got {system} {architecture}. " +
                $"Without it: {WithoutIt}"),
        };
    }

    private static string SystemName() =>
        OperatingSystem.IsLinux() ? "Linux"
        : OperatingSystem.IsWindows() ? "Windows"
        : OperatingSystem.IsMacOS() ? "macOS"
        : "an unknown system";
}
