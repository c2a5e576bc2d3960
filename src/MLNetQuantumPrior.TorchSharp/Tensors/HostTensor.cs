using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>Plain numbers as tensors in main memory, and back.</summary>
internal static class HostTensor
{
    /// <summary>Without defined values.</summary>
    public static Tensor Empty(long rows, long columns) => torch.empty(rows, columns, ScalarType.Float32);

    public static Tensor Of(ReadOnlySpan<float> values, long rows, long columns)
    {
        Tensor tensor = Empty(rows, columns);
        values.CopyTo(Values(tensor));
        return tensor;
    }

    /// <summary>The memory of a contiguous tensor of single precision that is in main memory. Valid as long as the tensor.</summary>
    public static Span<float> Values(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Copies a tensor's values out, row-major, wherever it is.</summary>
    public static void CopyTo(Tensor tensor, Span<float> destination)
    {
        using Tensor plain = tensor.detach(), contiguous = plain.contiguous(), host = contiguous.cpu();
        Values(host).CopyTo(destination);
    }

    /// <summary>A copy of a tensor's values.</summary>
    public static float[] Copy(Tensor tensor)
    {
        float[] values = new float[tensor.NumberOfElements];
        CopyTo(tensor, values);
        return values;
    }
}
