using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>What libtorch says, with where it happened.</summary>
internal static class LibTorchError
{
    /// <param name="where">A network, or a layer of one.</param>
    /// <param name="input">What it was given.</param>
    /// <param name="error">What libtorch or TorchSharp says.</param>
    public static InvalidOperationException In(string where, Tensor input, Exception error) => new(
        $"{where}: libtorch refuses an input of shape [{string.Join(", ", input.shape)}] on {input.device}. {error.Message.Split('\n')[0]}",
        error);
}
