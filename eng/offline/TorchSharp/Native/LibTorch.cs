using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TorchSharp;

/// <summary>Loads libtorch, and before it the BLAS that serves it best.</summary>
internal static partial class LibTorch
{
    /// <summary>
    /// How often OpenMP's threads look for work before they sleep: some 20 microseconds instead of milliseconds, in which a waiting thread
    /// would keep a working one from its core on a busy machine.
    /// </summary>
    private const string SpinCount = "20000";

    private static readonly Lazy<Exception?> LoadError = new(() =>
    {
        try
        {
            SetVariable("GOMP_SPINCOUNT", SpinCount, overwrite: 0);
            LoadBlas();
            NativeLibrary.Load("libtorch_stand_in", typeof(LibTorch).Assembly, DllImportSearchPath.AssemblyDirectory);
            NativeMethods.ts_start();
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            return error;
        }
    });

    /// <exception cref="NotSupportedException">It is not there, as TorchSharp itself says it.</exception>
    public static void Check()
    {
        if (LoadError.Value is { } error)
        {
            throw new NotSupportedException(
                "TorchSharp is a stand-in of eng/offline here, and its native part is missing: './build.sh build' compiles it where " +
                "libtorch-dev and g++ are installed, '--with-libtorch' installs them from Debian.", error);
        }
    }

    /// <summary>
    /// Debian's libtorch takes whatever BLAS the system's alternatives name, by default a slow one. One that is loaded already wins. This
    /// OpenBLAS is older than some processors and would take their AVX2 kernels; a variable of the C library's environment names better.
    /// </summary>
    private static void LoadBlas()
    {
        const string Folder = "/usr/lib/x86_64-linux-gnu/openblas-openmp";
        if (!Directory.Exists(Folder))
        {
            return;
        }

        if (Avx512F.IsSupported && Avx512DQ.IsSupported && Avx512BW.IsSupported)
        {
            SetVariable("OPENBLAS_CORETYPE", "SkylakeX", overwrite: 0);
        }

        NativeLibrary.TryLoad(Path.Combine(Folder, "libblas.so.3"), out _);
        NativeLibrary.TryLoad(Path.Combine(Folder, "liblapack.so.3"), out _);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
