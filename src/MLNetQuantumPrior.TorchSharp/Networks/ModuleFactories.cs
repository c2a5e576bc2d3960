using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>Makes the user's modules, a new one each time.</summary>
internal sealed class ModuleFactories(Func<nn.Module<Tensor, Tensor>> encoder, Func<nn.Module<Tensor, Tensor>> decoder)
{
    private readonly ConditionalWeakTable<nn.Module, string> _given = [];

    /// <param name="inputs">Values of a row before it.</param>
    /// <param name="outputs">Values of a row after it.</param>
    /// <param name="device">Where to compute.</param>
    public ModuleNetwork Encoder(int inputs, int outputs, Device device) =>
        new("encoder", New(encoder, nameof(encoder)), inputs, outputs, device);

    /// <inheritdoc cref="Encoder"/>
    public ModuleNetwork Decoder(int inputs, int outputs, Device device) =>
        new("decoder", New(decoder, nameof(decoder)), inputs, outputs, device);

    /// <summary>Networks are disposed, and a model's own module lives on: the two must not be the same.</summary>
    private nn.Module<Tensor, Tensor> New(Func<nn.Module<Tensor, Tensor>> factory, string name)
    {
        nn.Module<Tensor, Tensor> module = factory() ?? throw new InvalidOperationException($"Module {name}: expected one, got null.");
        return _given.TryAdd(module, name)
            ? module
            : throw new InvalidOperationException(
                $"Module {name}: expected a new one from each call of the factory, got one for the second time. Make it there: " +
                "() => new ...");
    }
}
