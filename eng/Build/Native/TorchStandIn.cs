namespace MLNetQuantumPrior.Build;

/// <summary>
/// The native half of the stand-in of TorchSharp: compiled where libtorch and g++ are installed. Without it everything builds, and
/// the tests of the engine are skipped.
/// </summary>
internal sealed class TorchStandIn(Checkout checkout, CancellationToken interrupt)
{
    public const string PackageId = "TorchSharp-cpu";

    private const string Headers = "/usr/include/ATen/ATen.h";

    private static readonly string[] DebianPackages = ["libtorch-dev", "libopenblas0-openmp", "g++"];

    private string Source => Path.Combine(checkout.StandIn(PackageId), "native", "torch_stand_in.cpp");

    private string Cache => Path.Combine(checkout.StandIn(PackageId), "cache");

    private string Library => Path.Combine(Cache, "libtorch_stand_in.so");

    /// <summary>The source that the library was compiled from.</summary>
    private string Stamp => Path.Combine(Cache, Path.GetFileName(Source));

    private bool IsInstalled => File.Exists(Headers) && Compiler is not null;

    private Tool? Compiler => Tool.OnPath("g++", interrupt);

    /// <summary>Compiles it, unless it is there.</summary>
    /// <param name="install">Whether to install what is missing from Debian.</param>
    public void Build(bool install)
    {
        if (File.Exists(Library) && File.Exists(Stamp) && File.ReadAllText(Stamp) == File.ReadAllText(Source))
        {
            return;
        }

        if (install && !IsInstalled)
        {
            Install();
        }

        if (IsInstalled)
        {
            Compile();
        }
        else
        {
            Console.WriteLine(
                "libtorch: not installed, the TorchSharp engine's tests are skipped. --with-libtorch installs it from Debian.");
        }
    }

    /// <summary>What fails here is told and not mended: CI machines may have no root, no Debian or no network.</summary>
    private void Install()
    {
        if (Tool.OnPath("apt-get", interrupt) is not { } apt)
        {
            Console.WriteLine("libtorch: expected apt-get to install it with, found none.");
            return;
        }

        (Tool tool, string[] command) = Environment.IsPrivilegedProcess || Tool.OnPath("sudo", interrupt) is not { } sudo
            ? (apt, Array.Empty<string>())
            : (sudo, ["-n", "apt-get"]);
        tool.Run(checkout.Root, [.. command, "update", "-q"]);
        int exitCode = tool.Run(
            checkout.Root,
            [.. command, "install", "-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", .. DebianPackages]);
        if (exitCode != 0)
        {
            Console.WriteLine(
                $"libtorch: apt-get ended with {exitCode} and did not install {string.Join(", ", DebianPackages)}, see above.");
        }
    }

    private void Compile()
    {
        Console.WriteLine($"libtorch: compiling {Path.GetRelativePath(checkout.Root, Source)}");
        Directory.CreateDirectory(Cache);
        string beside = $"{Library}.{Environment.ProcessId}";
        if (Compiler!.Run(
            checkout.Root,
            "-std=c++17", "-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-Wall", "-o", beside, Source,
            "-ltorch", "-ltorch_cpu", "-lc10") != 0)
        {
            throw new BuildException("g++ failed, see above. The stand-in of TorchSharp is written for libtorch 1.13, of Debian 12.");
        }

        File.Move(beside, Library, overwrite: true);
        File.Copy(Source, Stamp, overwrite: true);
    }
}
