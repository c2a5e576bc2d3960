using System.Collections.Immutable;
using MLNetQuantumPrior.Learning;
using TorchSharp;
using Modules = TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>
/// The layers that a module is made of, as data, and the tensors that they have there. It knows Sequential, Linear, Conv2d, ConvTranspose2d,
/// BatchNorm1d, BatchNorm2d, ReLU, LeakyReLU, Tanh, Sigmoid, SiLU, Flatten, Unflatten, and Dropout, which does nothing outside of training.
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

    /// <summary>In the order of the layers' own.</summary>
    public ImmutableArray<NetworkTensor> Tensors => [.. _parts.SelectMany(part => part.Tensors)];

    private string? FirstObstacle(string path, nn.Module module)
    {
        if (module.GetType() == typeof(Modules.Sequential))
        {
            return module.named_children().Select(child => FirstObstacle($"{path}.{child.name}", child.module))
                .FirstOrDefault(found => found is not null);
        }

        if (module is not Modules.Dropout)
        {
            if (PartOf(module) is not { } part)
            {
                return $"{path} ({module.GetType().Name})";
            }

            _parts.Add(part);
        }

        return null;
    }

    private static Part? PartOf(nn.Module module) => module switch
    {
        Modules.Linear { weight: { } weight, bias: { } bias } =>
            new(new Dense(Size(weight, 1), Size(weight, 0)), new(weight, isTrained: true, isTransposed: true), Trained(bias)),
        Modules.Conv2d { weight: { } weight, bias: { } bias } conv when Window(conv) is { } window => new(
            new Conv2d(Size(weight, 1), Size(weight, 0), window.Kernel, window.Stride, window.Padding), Trained(weight), Trained(bias)),
        Modules.ConvTranspose2d { weight: { } weight, bias: { } bias } conv when Window(conv) is { } window => new(
            new ConvTranspose2d(
                Size(weight, 0), Size(weight, 1), window.Kernel, window.Stride, window.Padding, window.OutputPadding, window.OutputPadding),
            Trained(weight), Trained(bias)),
        Modules.BatchNorm { weight: { } scale, bias: { } shift, running_mean: { } mean, running_var: { } variance } norm
            when norm.eps is 1e-5 && norm.momentum is .1 => new(
                new BatchNorm(Size(scale, 0)), Trained(scale), Trained(shift), new(mean, isTrained: false), new(variance, isTrained: false)),
        Modules.ReLU => new(new Activation(ActivationFunction.Relu)),
        Modules.LeakyReLU { negative_slope: .01 } => new(new Activation(ActivationFunction.LeakyRelu)),
        Modules.Tanh => new(new Activation(ActivationFunction.Tanh)),
        Modules.Sigmoid => new(new Activation(ActivationFunction.Sigmoid)),
        Modules.SiLU => new(new Activation(ActivationFunction.Silu)),
        Modules.Flatten { start_dim: 1, end_dim: -1 } => new(new Flatten()),
        Modules.Unflatten { dim: 1, unflattened_size: [> 0, > 0, > 0] } image => new(
            new Reshape((int)image.unflattened_size[0], (int)image.unflattened_size[1], (int)image.unflattened_size[2])),
        _ => null,
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

    private static NetworkTensor Trained(Tensor tensor) => new(tensor, isTrained: true);

    private static int Size(Tensor tensor, int dimension) => checked((int)tensor.shape[dimension]);

    private sealed record Part(Layer Layer, params ImmutableArray<NetworkTensor> Tensors);

    private sealed record ConvolutionWindow(int Kernel, int Stride, int Padding, int OutputPadding);
}
