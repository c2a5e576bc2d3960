using System.Runtime.InteropServices;
using MLNetQuantumPrior.Learning;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetQuantumPrior.Torch;

/// <summary>Layers that are data, computed by libtorch. Their tensors are those of the flat vector, shape by shape.</summary>
internal sealed class LayerNetwork : ITensorNetwork
{
    private readonly ImmutableArray<Layer> _layers;
    private readonly ImmutableArray<ImmutableArray<Tensor>> _tensors;
    private readonly MixedPrecision? _precision;

    /// <param name="name">"encoder" or "decoder".</param>
    /// <param name="layers">What it is made of.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">The types of training, or null for single precision; everything else is in single precision.</param>
    public LayerNetwork(string name, ImmutableArray<Layer> layers, Device device, MixedPrecision? precision)
    {
        (Name, _layers, _precision) = (name, layers, precision);
        _tensors = [.. layers.Select(layer => layer.Tensors.Select(tensor => Empty(tensor, device)).ToImmutableArray())];
        Tensors = [.. _tensors.SelectMany(tensors => tensors).Select(tensor => new NetworkTensor(tensor, tensor.requires_grad))];
    }

    public string Name { get; }

    public ImmutableArray<NetworkTensor> Tensors { get; }

    public Tensor Forward(Tensor rows, bool inTraining)
    {
        Tensor x = rows;
        for (int k = 0; k < _layers.Length; k++)
        {
            try
            {
                x = Typed(_layers[k], _tensors[k], x, inTraining);
            }
            catch (ExternalException error)
            {
                throw LibTorchError.In($"{Name}.{k} ({_layers[k]})", x, error);
            }
        }

        return In(ScalarType.Float32, x);
    }

    public void Dispose()
    {
        foreach (NetworkTensor tensor in Tensors)
        {
            tensor.Value.Dispose();
        }
    }

    private static Tensor Empty(LayerTensor tensor, Device device) =>
        torch.zeros([.. tensor.Shape], ScalarType.Float32, device, requires_grad: tensor.IsTrained).DetachFromDisposeScope();

    private static Tensor In(ScalarType type, Tensor x) => x.dtype == type ? x : x.to(type);

    /// <summary>The layer in the types of <see cref="MixedPrecision"/>, where it has any.</summary>
    private Tensor Typed(Layer layer, ImmutableArray<Tensor> tensors, Tensor x, bool inTraining) =>
        inTraining && _precision?.TypeOf(layer) is { } type
            ? Apply(layer, [.. tensors.Select(tensor => In(type, tensor))], In(type, x), inTraining)
            : Apply(layer, tensors, x, inTraining);

    private Tensor Branch(ImmutableArray<Layer> layers, ImmutableArray<Tensor> tensors, Tensor x, bool inTraining)
    {
        foreach (Layer layer in layers)
        {
            int count = layer.Tensors.Length;
            x = Typed(layer, tensors[..count], x, inTraining);
            tensors = tensors[count..];
        }

        return x;
    }

    private Tensor Add(Residual block, ImmutableArray<Tensor> tensors, Tensor x, bool inTraining)
    {
        int ofInner = block.Inner.Sum(layer => layer.Tensors.Length);
        return Branch(block.Inner, tensors[..ofInner], x, inTraining) + Branch(block.Shortcut, tensors[ofInner..], x, inTraining);
    }

    private Tensor Apply(Layer layer, ImmutableArray<Tensor> tensors, Tensor x, bool inTraining) => layer switch
    {
        Dense => functional.linear(x, tensors[0].t(), tensors[1]),                     // [rows, inputs] -> [rows, outputs]
        Conv2d conv => functional.conv2d(                                              // [rows, channels, height, width], both ways
            x, tensors[0], tensors[1], strides: [conv.Stride, conv.Stride], padding: [conv.Padding, conv.Padding]),
        ConvTranspose2d conv => functional.conv_transpose2d(
            x,
            tensors[0],
            tensors[1],
            [conv.Stride, conv.Stride],
            [conv.Padding, conv.Padding],
            [conv.OutputPaddingHeight, conv.OutputPaddingWidth]),
        BatchNorm norm => inTraining
            ? NormalizeBatch(norm, tensors, x)
            : functional.batch_norm(x, tensors[2], tensors[3], tensors[0], tensors[1], eps: BatchNorm.Epsilon),
        Residual block => Add(block, tensors, x, inTraining),
        Reshape image => x.view(-1, image.Channels, image.Height, image.Width),        // [rows, n] -> [rows, channels, height, width]
        Learning.Flatten => x.flatten(1),                                              // [rows, channels, height, width] -> [rows, n]
        Activation { Function: ActivationFunction.Relu } => x.relu(),
        Activation { Function: ActivationFunction.LeakyRelu } => x.leaky_relu(.01),
        Activation { Function: ActivationFunction.Tanh } => x.tanh(),
        Activation { Function: ActivationFunction.Sigmoid } => x.sigmoid(),
        Activation { Function: ActivationFunction.Silu } => x.silu(),
        _ => throw new ArgumentException($"Layer {layer}: the TorchSharp engine does not know this kind of layer.", nameof(layer)),
    };

    /// <summary>With a single value a channel, which libtorch refuses, the value is its own mean and the variance says nothing.</summary>
    private static Tensor NormalizeBatch(BatchNorm norm, ImmutableArray<Tensor> tensors, Tensor x)
    {
        (Tensor scale, Tensor shift, Tensor mean, Tensor variance) = (tensors[0], tensors[1], tensors[2], tensors[3]);
        if (x.NumberOfElements > norm.Channels)
        {
            return functional.batch_norm(x, mean, variance, scale, shift, training: true, BatchNorm.Momentum, BatchNorm.Epsilon);
        }

        mean.mul_(1 - BatchNorm.Momentum).add_(x.detach().view(norm.Channels), BatchNorm.Momentum);
        return (x * 0) + shift.view(x.shape);
    }
}
