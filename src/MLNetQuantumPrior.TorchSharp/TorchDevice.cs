using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;

namespace MLNetQuantumPrior.Torch;

/// <summary>The device that a name means, on a machine where it may be missing.</summary>
internal static partial class TorchDevice
{
    /// <summary>The name, if it is one.</summary>
    /// <exception cref="ArgumentException">It is no name of a device.</exception>
    public static string Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name, nameof(TorchSharpEngine.Device));
        return Name.IsMatch(name)
            ? name
            : throw new ArgumentException(
                $"Device: expected 'cpu', 'cuda', 'cuda:' and a number, or 'mps', got '{name}'.", nameof(TorchSharpEngine.Device));
    }

    /// <summary>Loads libtorch and looks for the device.</summary>
    /// <exception cref="InvalidOperationException">One of the two is not there.</exception>
    public static torch.Device Open(string name)
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception error) when (error is TypeInitializationException or NotSupportedException or DllNotFoundException)
        {
            throw new InvalidOperationException(NativeLibraryError.Explain(), error);
        }

        try
        {
            var device = new torch.Device(name);
            torch.InitializeDeviceType(device.type);
            torch.zeros([1], torch.ScalarType.Float32, device).Dispose(); // a number that no device has is found here
            return device;
        }
        catch (Exception error) when (
            error is InvalidOperationException or NotSupportedException or DllNotFoundException or ExternalException)
        {
            throw new InvalidOperationException(
                $"Device '{name}': expected one that libtorch finds on this machine, it finds none. CUDA needs the package " +
                $"TorchSharp-cuda-windows or TorchSharp-cuda-linux and a driver; 'cpu' works everywhere. {error.Message.Split('\n')[0]}",
                error);
        }
    }

    [GeneratedRegex("^(cpu|mps|cuda(:[0-9]{1,3})?)$")]
    private static partial Regex Name { get; }
}
