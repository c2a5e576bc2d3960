using System.Runtime.InteropServices;
using MLNetQuantumPrior.Learning;
using TorchSharp;
using Modules = TorchSharp.Modules;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>
/// A module that the user wrote. Where it is made of layers, its tensors are theirs; otherwise all that it has registered.
/// </summary>
internal sealed class ModuleNetwork : ITensorNetwork
{
    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly Device _device;
    private readonly int _outputs;

    /// <exception cref="ArgumentException">
    /// The module does not make rows of that many outputs of rows of that many inputs, or not in single precision, or not on the device;
    /// or has tensors of another type, or that are no finite numbers.
    /// </exception>
    /// <exception cref="InvalidOperationException">libtorch refuses such rows.</exception>
    public ModuleNetwork(string name, nn.Module<Tensor, Tensor> module, int inputs, int outputs, Device device)
    {
        (Name, _module, _device, _outputs) = (name, module, device, outputs);
        Move();
        CheckGroupNorms();
        (string Name, Tensor Value, bool IsTrained)[] registered = Registered();
        Try(inputs);

        var layers = new ModuleLayers(name, module);
        Obstacle = layers.Obstacle ?? Contradiction(layers.Layers, inputs);
        Layers = Obstacle is null ? layers.Layers : [];
        TensorNames = Obstacle is null ? [] : [.. registered.Select(tensor => tensor.Name)];
        Tensors = Obstacle is null
            ? layers.TakeTensors()
            : [.. registered.Select(tensor => new NetworkTensor(tensor.Value, tensor.IsTrained))];
    }

    public string Name { get; }

    /// <summary>The first part of the module that is no layer, or null.</summary>
    public string? Obstacle { get; }

    /// <summary>The activation that a module of parts in a row ends in, where its range is not all numbers; null for none.</summary>
    public string? LastActivation
    {
        get
        {
            nn.Module last = _module;
            while (last is Modules.Sequential && last.GetType() == typeof(Modules.Sequential)
                && last.children().LastOrDefault(part => part is not (Modules.Flatten or Modules.Unflatten or Modules.Dropout)) is { } part)
            {
                last = part;
            }

            return last is Modules.Sigmoid or Modules.Tanh or Modules.ReLU or Modules.Softmax or Modules.SiLU
                ? last.GetType().Name
                : null;
        }
    }

    /// <summary>What it is made of, where there is no obstacle.</summary>
    public ImmutableArray<Layer> Layers { get; }

    public ImmutableArray<NetworkTensor> Tensors { get; }

    /// <summary>Names of the tensors, in order, where there is an obstacle.</summary>
    public ImmutableArray<string> TensorNames { get; }

    public Tensor Forward(Tensor rows, bool inTraining)
    {
        if (_module.training != inTraining)
        {
            _module.train(inTraining);
        }

        Tensor result;
        try
        {
            result = _module.call(rows);
        }
        catch (Exception error) when (error is ExternalException or ArgumentException)
        {
            throw FirstFailure(Name, _module, rows, error);
        }

        Check(result, rows);
        return result;
    }

    public void Dispose() => _module.Dispose();

    private void Move()
    {
        try
        {
            _module.to(_device);
        }
        catch (ExternalException error)
        {
            throw new InvalidOperationException(
                $"Module {Name}: expected one that can be moved to {_device}, libtorch refuses. {error.Message.Split('\n')[0]}", error);
        }
    }

    private void Try(int inputs)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        Forward(torch.zeros([2, inputs], ScalarType.Float32, _device), inTraining: false);
    }

    private void Check(Tensor result, Tensor rows)
    {
        if (result.dtype != ScalarType.Float32
            || result.device.type != _device.type
            || !result.shape.SequenceEqual([rows.shape[0], _outputs]))
        {
            throw new ArgumentException(
                $"Module {Name}: expected it to make Float32 [{rows.shape[0]}, {_outputs}] on {_device} " +
                $"of [{string.Join(", ", rows.shape)}], " +
                $"got {result.dtype} [{string.Join(", ", result.shape)}] on {result.device}.");
        }
    }

    /// <summary>Why layers that each are known are no network together.</summary>
    private string? Contradiction(ImmutableArray<Layer> layers, int inputs)
    {
        try
        {
            _ = layers.Aggregate(RowShape.Flat(inputs), (shape, layer) => layer.OutputShape(shape));
            return layers is [Dense or Reshape, ..]
                ? null
                : $"{Name} ({_module.GetType().Name} that begins with neither Linear nor Unflatten)";
        }
        catch (ArgumentException error)
        {
            return $"{Name} ({error.Message})";
        }
    }

    /// <summary>Parameters and buffers, each once.</summary>
    private (string Name, Tensor Value, bool IsTrained)[] Registered()
    {
        (string Name, Tensor Value, bool IsTrained)[] all =
        [
            .. _module.named_parameters().Select(named => (named.name, (Tensor)named.parameter, named.parameter.requires_grad)),
            .. _module.named_buffers().Where(named => !IsWhole(named.buffer.dtype)) // those count batches
                .Select(named => (named.name, named.buffer, false)),
        ];
        all = [.. all.DistinctBy(tensor => tensor.Value, ReferenceEqualityComparer.Instance)]; // a part may be used twice
        foreach ((string name, Tensor value, bool isTrained) in all)
        {
            Check(name, value, isTrained);
        }

        return all;
    }

    private void Check(string name, Tensor value, bool isTrained)
    {
        if (value.dtype != ScalarType.Float32)
        {
            throw new ArgumentException(
                $"Module {Name}: expected '{name}' in Float32, got {value.dtype}. Convert it where it is used.");
        }

        if (isTrained && !HostTensor.Copy(value).All(float.IsFinite))
        {
            throw new ArgumentException($"Module {Name}: expected '{name}' to start with finite numbers, got others.");
        }
    }

    /// <summary>
    /// TorchSharp 0.107 leaves weight and bias of a GroupNorm as memory has them: most often there are parts of pointers, which are tiny
    /// or huge as numbers.
    /// </summary>
    private void CheckGroupNorms()
    {
        foreach ((string path, nn.Module part) in _module.named_modules().Prepend((Name, _module)))
        {
            if (part is Modules.GroupNorm { weight: { } weight, bias: { } bias } && !(IsSet(weight) && IsSet(bias)))
            {
                throw new ArgumentException(
                    $"Module {Name}: expected '{path}' (GroupNorm) with weight and bias, got what memory held before. " +
                    "TorchSharp does not set them: call init.ones_(norm.weight) and init.zeros_(norm.bias) where you make it.");
            }
        }

        static bool IsSet(Tensor tensor) => HostTensor.Copy(tensor).All(value => value == 0 || Math.Abs(value) is > 1e-30f and < 1e30f);
    }

    private static bool IsWhole(ScalarType type) =>
        type is ScalarType.Bool or ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64;

    /// <summary>Looks for the layer that does not take what the one before it gives.</summary>
    private static InvalidOperationException FirstFailure(string path, nn.Module module, Tensor input, Exception error)
    {
        if (module.GetType() == typeof(Modules.Sequential)) // others may do more than call their children in turn
        {
            Tensor x = input;
            foreach ((string name, nn.Module child) in module.named_children())
            {
                try
                {
                    x = ((nn.Module<Tensor, Tensor>)child).call(x);
                }
                catch (Exception failure) when (failure is ExternalException or ArgumentException)
                {
                    return FirstFailure($"{path}.{name}", child, x, failure);
                }
            }
        }

        return LibTorchError.In($"{path} ({module.GetType().Name})", input, error);
    }
}
