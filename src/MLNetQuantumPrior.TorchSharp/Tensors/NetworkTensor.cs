using TorchSharp;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>A tensor of a network, and how it stands in the flat vector of all parameters.</summary>
/// <param name="value">Where libtorch has it.</param>
/// <param name="isTrained">Whether the optimiser changes it.</param>
/// <param name="isTransposed">Whether its two dimensions are the other way round in the flat vector.</param>
internal sealed class NetworkTensor(Tensor value, bool isTrained, bool isTransposed = false)
{
    public Tensor Value { get; } = value;

    public bool IsTrained { get; } = isTrained;

    /// <summary>Whether weight decay takes it, as it takes weights but no biases.</summary>
    public bool IsDecayed { get; } = isTrained && value.ndim > 1;

    public int Length { get; } = checked((int)value.NumberOfElements);

    public void Read(Span<float> destination) => Read(Value, destination);

    /// <summary>Copies out a tensor of the same shape, such as the gradient.</summary>
    public void Read(Tensor tensor, Span<float> destination)
    {
        using Tensor plain = tensor.detach(), turned = isTransposed ? plain.t() : plain.alias();
        HostTensor.CopyTo(turned, destination);
    }

    public void Write(ReadOnlySpan<float> source) => Write(Value, source);

    /// <summary>Fills a tensor of the same shape.</summary>
    public void Write(Tensor tensor, ReadOnlySpan<float> source)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        ImmutableArray<long> shape = [.. Value.shape];
        Tensor host = HostTensor.Of(source, 1, Length);
        tensor.copy_(isTransposed ? host.view(shape[1], shape[0]).t() : host.view([.. shape]));
    }
}
