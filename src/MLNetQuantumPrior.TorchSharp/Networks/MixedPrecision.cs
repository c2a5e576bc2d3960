using System.Runtime.InteropServices;
using MLNetQuantumPrior.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>Which layers of a training step compute in which type on a device. TorchSharp has no autocast that would know.</summary>
internal sealed class MixedPrecision
{
    private readonly ScalarType _low;

    /// <param name="low">The type of products.</param>
    /// <param name="device">Where they are computed.</param>
    /// <exception cref="InvalidOperationException">The device does not compute in that type.</exception>
    public MixedPrecision(ScalarType low, Device device)
    {
        Try(low, device);
        _low = low;
    }

    /// <summary>The type of the layer's input and tensors; null where the layer takes its input as it comes.</summary>
    public ScalarType? TypeOf(Layer layer) => layer switch
    {
        Dense or Conv2d or ConvTranspose2d => _low,
        BatchNorm => ScalarType.Float32,
        _ => null,
    };

    /// <summary>Multiplies, convolves and differentiates a single number.</summary>
    private static void Try(ScalarType type, Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        try
        {
            Tensor one = torch.full([1, 1], 1, ScalarType.Float32, device, requires_grad: true), x = one.to(type);
            Tensor image = nn.functional.linear(x, x).view(1, 1, 1, 1);
            autograd.backward([nn.functional.conv_transpose2d(nn.functional.conv2d(image, image), image)]);
        }
        catch (ExternalException error)
        {
            throw new InvalidOperationException(
                $"Precision: expected a device that multiplies and convolves in {type}, got '{device}', which does not. " +
                $"{nameof(TorchPrecision)}.{TorchPrecision.Single} works everywhere. {error.Message.Split('\n')[0]}",
                error);
        }
    }
}
