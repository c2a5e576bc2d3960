using MLNetQuantumPrior.Learning;
using TorchSharp;
using Modules = TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>
/// The layers that a module is made of, as data, and the tensors that they have there. It knows Sequential, Linear,
/// Conv2d, ConvTranspose2d, BatchNorm1d, BatchNorm2d, ReLU, LeakyReLU, Tanh, Sigmoid, SiLU, Flatten, Unflatten, and
/// Dropout, which does nothing outside of training.
/// </summary>
internal sealed class ModuleLayers
{
    private readonly List<Part> _parts = [];

    /// <param name="name">What the module is called.</param>
    /// <param name="module">The module.</param>
    public ModuleLayers(string name, nn.Module module) => Obstacle = FirstObstacle(name, module);

    /// <summary>The first part of the module that is no layer, or null.</summary>
    public string? Obstacle { get; }

    public ImmutableArray<Layer> Layers => [.. _parts.Select(part => part.Layer)];

    /// <summary>In the order of the layers' own. Modules without a bias are given one of zeros, which is not trained.</summary>
    public ImmutableArray<NetworkTensor> TakeTensors() => [.. _parts.SelectMany(part => TensorsOf(part.Module))];

    private string? FirstObstacle(string path, nn.Module module)
    {
        if (module.GetType() == typeof(Modules.Sequential))
        {
            return module.named_children().Select(child => FirstObstacle($"{path}.{child.name}", child.module))
                .FirstOrDefault(found => found is not null);
        }

        if (module is not Modules.Dropout)
        {
            if (LayerOf(module) is not { } layer)
            {
                return $"{path} ({module.GetType().Name})";
            }

            if (!layer.Tensors.IsEmpty && _parts.Any(part => ReferenceEquals(part.Module, module)))
            {
                return $"{path} ({module.GetType().Name} for the second time)"; // layers have tensors of their own
            }

            _parts.Add(new(layer, module));
        }

        return null;
    }

    private static Layer? LayerOf(nn.Module module) => module switch
    {
        Modules.Linear { weight: { } weight } => new Dense(Size(weight, 1), Size(weight, 0)),
        Modules.Conv2d { weight: { } weight } conv when Window(conv) is { } window =>
            new Conv2d(Size(weight, 1), Size(weight, 0), window.Kernel, window.Stride, window.Padding),
        Modules.ConvTranspose2d { weight: { } weight } conv when Window(conv) is { } window => new ConvTranspose2d(
            Size(weight, 0), Size(weight, 1), window.Kernel, window.Stride, window.Padding, window.OutputPadding, window.OutputPadding),
        Modules.BatchNorm { weight: { } scale, bias: not null, running_mean: not null, running_var: not null, eps: 1e-5, momentum: .1 } =>
            new BatchNorm(Size(scale, 0)),
        Modules.ReLU => new Activation(ActivationFunction.Relu),
        Modules.LeakyReLU { negative_slope: .01 } => new Activation(ActivationFunction.LeakyRelu),
        Modules.Tanh => new Activation(ActivationFunction.Tanh),
        Modules.Sigmoid => new Activation(ActivationFunction.Sigmoid),
        Modules.SiLU => new Activation(ActivationFunction.Silu),
        Modules.Flatten { start_dim: 1, end_dim: -1 } => new Flatten(),
        Modules.Unflatten { dim: 1, unflattened_size: [> 0, > 0, > 0] and [var channels, var height, var width] } =>
            new Reshape((int)channels, (int)height, (int)width),
        _ => null,
    };

    private static ImmutableArray<NetworkTensor> TensorsOf(nn.Module module) => module switch
    {
        Modules.Linear linear => [Of(linear.weight, isTransposed: true), Of(linear.bias ??= NoBias(linear.weight, outputs: 0))],
        Modules.Conv2d conv => [Of(conv.weight), Of(conv.bias ??= NoBias(conv.weight, outputs: 0))],
        Modules.ConvTranspose2d conv => [Of(conv.weight), Of(conv.bias ??= NoBias(conv.weight, outputs: 1))],
        Modules.BatchNorm norm =>
            [Of(norm.weight!), Of(norm.bias!), new(norm.running_mean!, isTrained: false), new(norm.running_var!, isTrained: false)],
        _ => [],
    };

    /// <summary>Of a convolution that is the same in both directions, of the usual kind, with padding by zeros.</summary>
    private static ConvolutionWindow? Window(Modules.Convolution conv)
    {
        bool isPlain = conv is { padding: { } padding, groups: 1, padding_mode: PaddingModes.Zeros, kernel_size: [var height, var width] }
            && height == width && conv.dilation.All(step => step == 1) && padding.All(rows => rows == padding[0] && rows < height)
            && conv.stride.All(step => step == conv.stride[0]) && conv.output_padding.All(rows => rows == conv.output_padding[0]);
        return isPlain
            ? new((int)conv.kernel_size[0], (int)conv.stride[0], (int)conv.padding![0], (int)conv.output_padding[0])
            : null;
    }

    private static NetworkTensor Of(Modules.Parameter parameter, bool isTransposed = false) =>
        new(parameter, isTrained: parameter.requires_grad, isTransposed);

    private static Modules.Parameter NoBias(Tensor weight, int outputs) =>
        nn.Parameter(torch.zeros(weight.shape[outputs], ScalarType.Float32, weight.device), requires_grad: false);

    private static int Size(Tensor tensor, int dimension) => checked((int)tensor.shape[dimension]);

    private sealed record Part(Layer Layer, nn.Module Module);

    private sealed record ConvolutionWindow(int Kernel, int Stride, int Padding, int OutputPadding);
}
