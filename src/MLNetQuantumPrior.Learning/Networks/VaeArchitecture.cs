namespace MLNetQuantumPrior.Learning;

/// <summary>The two networks of an autoencoder, as data. Layers are checked against each other when it is made.</summary>
public sealed record VaeArchitecture
{
    /// <summary>Makes an architecture and checks that each layer takes what the one before it gives.</summary>
    /// <remarks>Both networks begin with a <see cref="Dense"/> or <see cref="Reshape"/> layer, and end with plain rows.</remarks>
    /// <param name="encoder">
    /// From features to the code: a logit a latent; or all means and then all log variances, for a <see cref="PriorKind.Gaussian"/> prior.
    /// </param>
    /// <param name="decoder">From latents to the outputs that <see cref="Likelihood"/> makes features of.</param>
    /// <exception cref="ArgumentException">Two layers do not fit, or the decoder does not give back what the encoder takes.</exception>
    public VaeArchitecture(ImmutableArray<Layer> encoder, ImmutableArray<Layer> decoder)
    {
        (Encoder, Decoder) = (encoder, decoder);
        InputSize = FirstSize(encoder, nameof(encoder));
        LatentSize = FirstSize(decoder, nameof(decoder));
        CodeSize = OutputSize(
            encoder,
            InputSize,
            size => size == LatentSize || size == 2 * LatentSize,
            $"{LatentSize} outputs, as many as the decoder takes, or twice as many",
            nameof(encoder));
        OutputSize(decoder, LatentSize, size => size == InputSize, $"{InputSize} outputs, as many as the encoder takes", nameof(decoder));
        Likelihood = Likelihood.Bernoulli(InputSize);
    }

    /// <summary>Layers from features to the code.</summary>
    public ImmutableArray<Layer> Encoder { get; }

    /// <summary>Layers from latents to the outputs that <see cref="Likelihood"/> makes features of.</summary>
    public ImmutableArray<Layer> Decoder { get; }

    /// <summary>Number of features of a row.</summary>
    public int InputSize { get; }

    /// <summary>Number of latents of a row.</summary>
    public int LatentSize { get; }

    /// <summary>
    /// Number of values that the encoder gives for a row: as many as latents, or twice as many for a <see cref="PriorKind.Gaussian"/>
    /// prior.
    /// </summary>
    public int CodeSize { get; }

    /// <summary>What image the encoder takes rows as; null where it takes them as they are.</summary>
    internal Reshape? Image => Encoder[0] as Reshape;

    /// <summary>The distribution of the features given the decoder's outputs, one output a feature. Default: all Bernoulli.</summary>
    /// <exception cref="ArgumentException">It has another number of features than the architecture.</exception>
    public Likelihood Likelihood
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Likelihood));
            if (value.Slots != InputSize)
            {
                throw new ArgumentException(
                    $"Likelihood {value}: expected {InputSize} features, one an input, got {value.Slots}.", nameof(Likelihood));
            }

            field = value;
            Parameters = ParameterBlock.Of(this);
        }
    }

    /// <summary>
    /// Where each layer's weights lie in the flat vector of all parameters: encoder first, layers in order; last, where the likelihood has
    /// any, its learned variances.
    /// </summary>
    public ImmutableArray<ParameterBlock> Parameters { get; private init; }

    /// <summary>Length of the flat vector of all parameters.</summary>
    public int ParameterCount => Parameters.IsEmpty ? 0 : Parameters[^1].End;

    /// <summary>
    /// Dense layers with ReLU between them, the decoder the encoder's mirror image. For spins, the encoder's last layer starts 10 times and
    /// the decoder's first layer twice as large as usual: together with a warm-up of the KL term that keeps the latents in use. For
    /// Gaussian latents both start as usual.
    /// </summary>
    /// <param name="inputs">Number of features, at least 1.</param>
    /// <param name="hidden">Sizes of the encoder's hidden layers, from features to latents; may be empty.</param>
    /// <param name="latents">Number of latents, at least 1.</param>
    /// <param name="prior">What the latents are.</param>
    public static VaeArchitecture Mlp(int inputs, ReadOnlySpan<int> hidden, int latents, PriorKind prior = PriorKind.Boltzmann)
    {
        int[] sizes = [inputs, .. hidden, latents];
        int last = sizes.Length - 2;
        var encoder = ImmutableArray.CreateBuilder<Layer>();
        var decoder = ImmutableArray.CreateBuilder<Layer>();
        for (int k = 0; k <= last; k++)
        {
            encoder.Add(k == last ? ToCode(sizes[k], latents, prior) : new Dense(sizes[k], sizes[k + 1]));
            decoder.Add(k == 0 ? FromLatents(latents, sizes[last], prior) : new Dense(sizes[last - k + 1], sizes[last - k]));
            if (k < last)
            {
                encoder.Add(new Activation(ActivationFunction.Relu));
                decoder.Add(new Activation(ActivationFunction.Relu));
            }
        }

        return new(encoder.ToImmutable(), decoder.ToImmutable());
    }

    /// <summary>
    /// For images: convolutions of 3 x 3 pixels that halve height and width, with batch normalisation and ReLU behind each, then a dense
    /// layer to the latents; the decoder is the encoder's mirror image. The dense layers start as those of <see cref="Mlp"/>.
    /// <c>Convolutional(28, 28, 1, [32, 64], 128)</c> suits MNIST.
    /// </summary>
    /// <remarks>Without normalisation, the many inputs of the last dense layer soon drive the logits to their extremes.</remarks>
    /// <param name="height">Rows of pixels, at least 1.</param>
    /// <param name="width">Pixels of a row, at least 1.</param>
    /// <param name="channels">Channels of the image, at least 1. Features are channel after channel, each row by row.</param>
    /// <param name="filters">Channels after each convolution, from features to latents; may be empty.</param>
    /// <param name="latents">Number of latents, at least 1.</param>
    /// <param name="prior">What the latents are.</param>
    /// <param name="batchNorm">Whether there is batch normalisation.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public static VaeArchitecture Convolutional(
        int height,
        int width,
        int channels,
        ReadOnlySpan<int> filters,
        int latents,
        PriorKind prior = PriorKind.Boltzmann,
        bool batchNorm = true) => ImageNetworks.Make(height, width, channels, filters, latents, prior, batchNorm, areResidual: false);

    /// <summary>
    /// <see cref="Convolutional"/> with a <see cref="Learning.Residual"/> block at each size of the image: a convolution of 3 x 3 pixels to
    /// half as many channels and one of a single pixel back, with ReLU between them and behind their sum with what comes in. A training
    /// step takes over twice as long.
    /// </summary>
    /// <param name="height">Rows of pixels, at least 1.</param>
    /// <param name="width">Pixels of a row, at least 1.</param>
    /// <param name="channels">Channels of the image, at least 1. Features are channel after channel, each row by row.</param>
    /// <param name="filters">Channels after each halving, from features to latents; may be empty.</param>
    /// <param name="latents">Number of latents, at least 1.</param>
    /// <param name="prior">What the latents are.</param>
    /// <param name="batchNorm">Whether there is batch normalisation.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public static VaeArchitecture Residual(
        int height,
        int width,
        int channels,
        ReadOnlySpan<int> filters,
        int latents,
        PriorKind prior = PriorKind.Boltzmann,
        bool batchNorm = true) => ImageNetworks.Make(height, width, channels, filters, latents, prior, batchNorm, areResidual: true);

    /// <summary>Two architectures are equal when their layers and likelihoods are.</summary>
    public bool Equals(VaeArchitecture? other) =>
        other is not null && Encoder.SequenceEqual(other.Encoder) && Decoder.SequenceEqual(other.Decoder) && Likelihood == other.Likelihood;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InputSize, LatentSize, Encoder.Length, Decoder.Length);

    /// <summary>
    /// Throws where the decoder ends in an activation whose range leaves out most of what the likelihood takes: logits of Bernoulli and
    /// categorical features are any numbers, and the likelihood makes probabilities of them itself.
    /// </summary>
    /// <exception cref="ArgumentException">It does.</exception>
    internal void CheckOutputs()
    {
        Layer? last = Decoder.LastOrDefault(layer => layer is not (Flatten or Reshape));
        if (last is Activation { Function: not ActivationFunction.LeakyRelu } && Likelihood.Groups.Any(group => group is not GaussianSlots))
        {
            throw new ArgumentException(
                $"decoder: expected logits of the likelihood {Likelihood} at its end, any numbers, got {last}. " +
                "Leave the last activation out: the likelihood makes probabilities of logits.", "architecture");
        }
    }

    internal static Dense ToCode(int inputs, int latents, PriorKind prior) =>
        new(inputs, prior.CodePerLatent() * latents) { Gain = prior == PriorKind.Gaussian ? 1 : 10 };

    internal static Dense FromLatents(int latents, int outputs, PriorKind prior) =>
        new(latents, outputs) { Gain = prior == PriorKind.Gaussian ? 1 : 2 };

    private static int FirstSize(ImmutableArray<Layer> layers, string name) => layers.IsDefaultOrEmpty
        ? throw new ArgumentException($"{name}: expected a Dense or Reshape layer first, got no layer.", name)
        : layers[0] switch
        {
            Dense dense => dense.Inputs,
            Reshape reshape => reshape.Image.Size,
            CustomNetwork network => network.Inputs,
            _ => throw new ArgumentException($"{name}: expected a Dense or Reshape layer first, got {layers[0]}.", name),
        };

    private static int OutputSize(ImmutableArray<Layer> layers, int inputs, Func<int, bool> fits, string expected, string name)
    {
        RowShape output = layers.Aggregate(RowShape.Flat(inputs), (shape, layer) => layer.OutputShape(shape));
        return !output.IsImage && fits(output.Size)
            ? output.Size
            : throw new ArgumentException($"{name}: expected {expected}, got {output}.", name);
    }
}
