using MLNetQuantumPrior.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>A module that no layers describe, as a part of an architecture: it computes rows with a module of its own.</summary>
internal sealed record CustomModule : CustomNetwork
{
    private readonly Lock _lock = new();
    private readonly Lazy<ModuleNetwork> _network;
    private readonly Device _device;
    private float[] _loaded = [];

    /// <param name="like">The module's like, which is in training.</param>
    /// <param name="inputs">Values of a row before it.</param>
    /// <param name="outputs">Values of a row after it.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="create">Makes another one.</param>
    public CustomModule(ModuleNetwork like, int inputs, int outputs, Device device, Func<ModuleNetwork> create)
        : base(inputs, outputs, like.Obstacle!)
    {
        _network = new(create);
        _device = device;
        Tensors =
        [
            .. like.TensorNames.Zip(like.Tensors, (name, tensor) =>
                new LayerTensor(name, [.. tensor.Value.shape.Select(size => (int)size)]) { IsTrained = tensor.IsTrained }),
        ];
    }

    internal override ImmutableArray<LayerTensor> Tensors { get; }

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output)
    {
        lock (_lock)
        {
            Load(parameters);
            using DisposeScope scope = torch.NewDisposeScope();
            using IDisposable noGradient = torch.no_grad();
            Tensor x = HostTensor.Of(input, rows, Inputs).to(_device);
            HostTensor.CopyTo(_network.Value.Forward(x, inTraining: false), output);
        }
    }

    public bool Equals(CustomModule? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => base.GetHashCode();

    public override string ToString() => Because;

    private void Load(ReadOnlySpan<float> parameters)
    {
        if (_network.IsValueCreated && parameters.SequenceEqual(_loaded))
        {
            return;
        }

        ReadOnlySpan<float> rest = parameters;
        foreach (NetworkTensor tensor in _network.Value.Tensors)
        {
            tensor.Write(rest[..tensor.Length]);
            rest = rest[tensor.Length..];
        }

        _loaded = parameters.ToArray();
    }
}
