using MLNetQuantumPrior.Learning;
using TorchSharp;

namespace MLNetQuantumPrior.Torch;

/// <summary>
/// Trains on libtorch through TorchSharp: on NVIDIA and Apple GPUs, and on the CPU. The application adds the package with the native
/// library: TorchSharp-cpu, TorchSharp-cuda-windows or TorchSharp-cuda-linux.
/// </summary>
/// <remarks>
/// It interprets the same <see cref="VaeArchitecture"/> as <see cref="SimdEngine"/>, begins with the same weights for the same seed, and
/// takes and gives the same parameters and optimiser state, so a model can be trained on either and resumed on the other. Sums are in
/// single precision and in libtorch's order: the two agree to some 1e-5 in a gradient, not to the bit, and libtorch's last bits may depend
/// on the number of threads.
/// </remarks>
public sealed record TorchSharpEngine : ITrainingEngine
{
    /// <summary>Makes an engine.</summary>
    /// <param name="device">As <see cref="Device"/>.</param>
    public TorchSharpEngine(string device = "cpu") => Device = device;

    /// <summary>Where to compute: "cpu", "cuda" (the current GPU), "cuda:1" or "mps". Default "cpu".</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public string Device
    {
        get;
        init
        {
            TorchDevice.CheckName(value);
            field = value;
        }
    }

    /// <summary>
    /// Threads of libtorch on the CPU, at least 1. The number belongs to the thread that calls a network, and stays set after the call.
    /// Default: one a core.
    /// </summary>
    public int MaxDegreeOfParallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = Environment.ProcessorCount;

    /// <summary>Decoupled weight decay, as <see cref="SimdEngine.WeightDecay"/>. At least 0. Default 0.</summary>
    public double WeightDecay
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfEqual(double.IsFinite(value), false, nameof(value));
            field = value;
        }
    }

    /// <summary>Largest norm of the gradient that Adam sees, as <see cref="SimdEngine.MaxGradientNorm"/>. Above 0. Default infinity.</summary>
    public double MaxGradientNorm
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            ArgumentOutOfRangeException.ThrowIfEqual(double.IsNaN(value), true, nameof(value));
            field = value;
        }
    } = double.PositiveInfinity;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">
    /// The application has no native library of TorchSharp, or the machine no such device; the message says what to add.
    /// </exception>
    public IVaeNetwork Create(VaeArchitecture architecture, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        torch.Device device = TorchDevice.Open(Device);
        var network = new TorchNetwork(
            architecture, new LayerNetwork("encoder", architecture.Encoder, device), new LayerNetwork("decoder", architecture.Decoder, device),
            device, this);
        float[] parameters = new float[architecture.ParameterCount];
        InitialWeights.Draw(architecture, seed, parameters);
        network.SetParameters(parameters);
        return network;
    }
}
