using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>Encoder or decoder, on libtorch.</summary>
internal interface ITensorNetwork : IDisposable
{
    /// <summary>"encoder" or "decoder".</summary>
    string Name { get; }

    /// <summary>Its tensors, in the order of the flat vector of all parameters.</summary>
    ImmutableArray<NetworkTensor> Tensors { get; }

    /// <summary>[rows, inputs] -> [rows, outputs]</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="inTraining">Whether batch normalisation takes the statistics of these rows, and moves its running ones.</param>
    /// <exception cref="InvalidOperationException">libtorch refuses; the message names the layer and the shape.</exception>
    Tensor Forward(Tensor rows, bool inTraining);
}
