using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetQuantumPrior.Torch;

/// <summary>
/// Trains on libtorch through TorchSharp: on NVIDIA and Apple GPUs, and on the CPU. The application adds the package with the native
/// library, such as TorchSharp-cpu or TorchSharp-cuda-linux.
/// </summary>
/// <remarks>
/// It interprets the same <see cref="VaeArchitecture"/> as <see cref="SimdEngine"/>, begins with the same weights for the same seed, and
/// takes and gives the same parameters and optimiser state, so a model can be trained on either and resumed on the other. Sums are in
/// single precision and in libtorch's order: the two agree to some 1e-5 in a gradient, not to the bit, and libtorch's last bits may depend
/// on the number of threads.
/// </remarks>
public sealed record TorchSharpEngine : ITrainingEngine
{
    private readonly ModuleFactories? _modules;

    /// <summary>Makes an engine.</summary>
    /// <param name="device">As <see cref="Device"/>.</param>
    public TorchSharpEngine(string device = "cpu") => Device = device;

    private TorchSharpEngine(ModuleFactories modules)
        : this() => _modules = modules;

    /// <summary>Where to compute: "cpu", "cuda" (the current GPU), "cuda:1" or "mps". Default "cpu".</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public string Device { get; init => field = TorchDevice.Named(value); }

    /// <summary>
    /// Threads of libtorch on the CPU, at least 1. The number belongs to the thread that calls a network, and stays set after the call.
    /// Default: one a core.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>
    /// In which numbers a training step computes; parameters, optimiser, loss, and everything outside of training are in single precision
    /// whatever it says. Default <see cref="TorchPrecision.Single"/>, the only one for <see cref="FromModules"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The networks are modules, which compute in the types that they are written in.</exception>
    public TorchPrecision Precision
    {
        get;
        init => field = Check.Known(value) == TorchPrecision.Single || _modules is null
            ? value
            : throw new ArgumentException(
                $"Precision: expected {TorchPrecision.Single} for networks of your own, which compute in the types that they are written " +
                $"in, got {value}. A module may convert tensors itself and give back Float32.",
                nameof(Precision));
    }

    /// <summary>Decoupled weight decay, as <see cref="SimdEngine.WeightDecay"/>. At least 0. Default 0.</summary>
    public double WeightDecay { get; init => field = Check.AtLeast(0.0, value); }

    /// <summary>
    /// Largest norm of the gradient that Adam sees, as <see cref="SimdEngine.MaxGradientNorm"/>. Above 0. Default infinity.
    /// </summary>
    public double MaxGradientNorm
    {
        get;
        init => field = value > 0 ? value : throw Check.Wrong("a number above 0", value);
    } = double.PositiveInfinity;

    /// <summary>
    /// An engine that trains networks of your own: each <see cref="Create"/> takes a new encoder and a new decoder, whatever layers the
    /// architecture has, with its numbers of inputs, outputs and latents, and its likelihood.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Modules take and give plain rows <c>[rows, n]</c>. They start as they are made, right after libtorch's generator was seeded.
    /// Training calls them in training mode, everything else in evaluation mode.
    /// </para>
    /// <para>
    /// A network that begins with Linear or Unflatten and consists of Sequential, Linear, Conv2d, ConvTranspose2d, BatchNorm1d,
    /// BatchNorm2d, ReLU, LeakyReLU, Tanh, Sigmoid, SiLU, Flatten, Unflatten and Dropout becomes a <see cref="VaeArchitecture"/> of
    /// layers: its model needs no TorchSharp any more, and can be exported to ONNX. That holds for convolutions with square windows
    /// without dilation and groups, padded with zeros; slopes, epsilons and momenta of TorchSharp's defaults; Flatten() of all but rows
    /// and Unflatten of dimension 1 to an image. A layer without a bias becomes one whose bias is 0 and not trained here. Any other module
    /// is trained and used just so, and its weights are saved; ONNX export then names the first part that it cannot take, and a saved
    /// model is read with <see cref="LoadModel"/>.
    /// </para>
    /// </remarks>
    /// <param name="encoder">Makes a new module that takes features and gives latent logits.</param>
    /// <param name="decoder">Makes a new module that takes latents and gives what the likelihood makes features of.</param>
    public static TorchSharpEngine FromModules(Func<nn.Module<Tensor, Tensor>> encoder, Func<nn.Module<Tensor, Tensor>> decoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        return new(new ModuleFactories(encoder, decoder));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// A module does not give as many values as the architecture says, in single precision, on the device; or has parameters of another
    /// type, or that are no finite numbers.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The native library of TorchSharp is missing or does not load, or the machine has no such device, or the device not the asked
    /// precision; the message says what to do. Or libtorch refuses a module's input; the message says where.
    /// </exception>
    public IVaeNetwork Create(VaeArchitecture architecture, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        Device device = TorchDevice.Open(Device);
        return _modules is null ? Interpret(architecture, seed, device) : Wrap(_modules, architecture, seed, device);
    }

    /// <summary>
    /// Reads a model file, also one whose networks are modules that no layers describe. Those are made by the factories of this engine.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It is damaged, or was not saved from such modules; the message says what is wrong.
    /// </exception>
    public BmVaeModel LoadModel(string path) => BmVaeModel.Load(path, _modules is null ? null : Custom);

    private CustomNetwork Custom(string name, int inputs, int outputs)
    {
        Device device = TorchDevice.Open(Device);
        Func<int, int, Device, ModuleNetwork> create = name == "encoder" ? _modules!.Encoder : _modules!.Decoder;
        using ModuleNetwork network = create(inputs, outputs, device);
        return network.Obstacle is null
            ? throw new InvalidDataException($"{name}: expected a module like that of the saved model, got one that layers describe.")
            : Custom(network, inputs, outputs, device, create);
    }

    private TorchNetwork Interpret(VaeArchitecture architecture, ulong seed, Device device)
    {
        MixedPrecision? precision = Precision == TorchPrecision.Single ? null : new(ScalarType.BFloat16, device);
        var encoder = new LayerNetwork("encoder", architecture.Encoder, device, precision);
        var decoder = new LayerNetwork("decoder", architecture.Decoder, device, precision);
        var network = new TorchNetwork(architecture, encoder, decoder, device, this);
        float[] parameters = new float[architecture.ParameterCount];
        InitialWeights.Draw(architecture, seed, parameters);
        network.SetParameters(parameters);
        return network;
    }

    private TorchNetwork Wrap(ModuleFactories modules, VaeArchitecture sizes, ulong seed, Device device)
    {
        torch.random.manual_seed((long)seed);
        (int features, int code, int latents) = (sizes.InputSize, sizes.CodeSize, sizes.LatentSize);
        ModuleNetwork encoder = modules.Encoder(features, code, device), decoder = modules.Decoder(latents, features, device);
        if (decoder is { Obstacle: not null, LastActivation: { } last } && sizes.Likelihood.Groups.Any(group => group is not GaussianSlots))
        {
            encoder.Dispose();
            decoder.Dispose();
            throw new ArgumentException(
                $"Module decoder: expected logits of the likelihood {sizes.Likelihood} at its end, any numbers, got {last}. " +
                "Leave the last activation out: the likelihood makes probabilities of logits.");
        }

        VaeArchitecture architecture = new(
            encoder.Obstacle is null ? encoder.Layers : [Custom(encoder, features, code, device, modules.Encoder)],
            decoder.Obstacle is null ? decoder.Layers : [Custom(decoder, latents, features, device, modules.Decoder)]);
        return new(architecture with { Likelihood = sizes.Likelihood }, encoder, decoder, device, this);
    }

    private static CustomModule Custom(
        ModuleNetwork like, int inputs, int outputs, Device device, Func<int, int, Device, ModuleNetwork> create) =>
        new(like, inputs, outputs, device, () => create(inputs, outputs, device));
}
