using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Torch;

/// <summary>Why TorchSharp's native library does not load, which TorchSharp does not say, and what to do about it.</summary>
internal static class NativeLibraryError
{
    private const string Packages =
        "Add a package with libtorch to the application's project: TorchSharp-cpu; for one system alone libtorch-cpu-linux-x64, " +
        "libtorch-cpu-win-x64 or libtorch-cpu-osx-arm64; for NVIDIA GPUs TorchSharp-cuda-linux or TorchSharp-cuda-windows.";

    private static string FileName => OperatingSystem.IsWindows() ? "LibTorchSharp.dll"
        : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib"
        : "libLibTorchSharp.so";

    /// <summary>Looks for the library where this application's native libraries are.</summary>
    public static string Explain() => Explain(
    [
        AppContext.BaseDirectory,
        Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
        .. ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
    ]);

    /// <param name="folders">Where to look.</param>
    public static string Explain(IEnumerable<string> folders)
    {
        if (folders.Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists) is not { } path)
        {
            return $"TorchSharp: expected its native library {FileName} beside the application, found none. {Packages}";
        }

        string reason = Refusal(path) ?? "it loads, what it loads later does not";
        string advice = reason.Contains("GLIBC", StringComparison.Ordinal)
            ? "TorchSharp needs the libstdc++ of GCC 13: Debian 13, Ubuntu 24.04, Fedora 38 or newer. " +
              "docs/torchsharp.md says what to do on older systems."
            : Packages;
        return $"TorchSharp: expected to load '{path}', the system refuses: {reason}. {advice}";
    }

    /// <summary>What the system's loader says of a library, or null if it loads it.</summary>
    private static string? Refusal(string path)
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(path));
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            // .NET first says what it always says, then on a line for each place what the loader said there.
            return error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1].TrimEnd('.');
        }
    }
}
