using System.Buffers;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>A trained autoencoder: scaling, networks and prior. Immutable and safe for concurrent calls.</summary>
public sealed partial class BmVaeModel
{
    private readonly float[] _parameters;
    private readonly LayerStack _encoder;
    private readonly LayerStack _decoder;
    private readonly LikelihoodSampler _sampler;
    private readonly IsingModel? _prior;

    /// <summary>A model whose latents are spins. Takes ownership of <paramref name="parameters"/>.</summary>
    /// <param name="architecture">The networks.</param>
    /// <param name="parameters">Their weights.</param>
    /// <param name="prior">The distribution of the spins.</param>
    /// <param name="kind">What the prior was asked to be.</param>
    /// <exception cref="ArgumentException">The encoder does not give a logit per spin, or prior and kind contradict each other.</exception>
    internal BmVaeModel(VaeArchitecture architecture, float[] parameters, IsingModel prior, PriorKind kind = PriorKind.Boltzmann)
        : this(architecture, parameters, kind)
    {
        kind.Check(prior.Graph, architecture.LatentSize);
        _prior = prior;
    }

    private BmVaeModel(VaeArchitecture architecture, float[] parameters, PriorKind kind)
    {
        kind.Check(architecture);
        (Architecture, _parameters, Kind) = (architecture, parameters, kind);
        Scaling = SlotScaling.Identity(architecture.Likelihood);
        _encoder = new(architecture.Encoder, architecture.InputSize);
        _decoder = new(architecture.Decoder, architecture.LatentSize);
        _sampler = new(architecture.Likelihood, LikelihoodParameters);
    }

    private BmVaeModel(BmVaeModel other)
    {
        (Architecture, _parameters, Kind, _prior) = (other.Architecture, other._parameters, other.Kind, other._prior);
        (_encoder, _decoder, _sampler) = (other._encoder, other._decoder, other._sampler);
        (Scaling, SlotNames, Classes, Training) = (other.Scaling, other.SlotNames, other.Classes, other.Training);
        (GaussianClasses, Outliers, Label) = (other.GaussianClasses, other.Outliers, other.Label);
        Attributes = other.Attributes;
    }

    /// <summary>The networks, as data.</summary>
    public VaeArchitecture Architecture { get; }

    /// <summary>All weights, in the order of <see cref="VaeArchitecture.Parameters"/>.</summary>
    public ReadOnlySpan<float> Parameters => _parameters;

    /// <summary>The learned variances among them, as <see cref="Likelihood.Variances"/> takes them.</summary>
    internal ReadOnlySpan<float> LikelihoodParameters => _parameters.AsSpan(^Architecture.Likelihood.LearnedVariances..);

    /// <summary>What the latents are, and what distribution they follow before a row is seen.</summary>
    public PriorKind Kind { get; }

    /// <summary>The energy of the latents, as spins.</summary>
    /// <exception cref="InvalidOperationException">
    /// The latents are no spins: <see cref="Kind"/> is <see cref="PriorKind.Gaussian"/>.
    /// </exception>
    public IsingModel Prior => _prior
        ?? throw new InvalidOperationException(
            $"Prior of the model: expected one of spins, got a {Kind} one. Train with another '{nameof(PriorKind)}'.");

    /// <summary>How features are scaled to the range of their likelihood before the encoder, and back after the decoder.</summary>
    public SlotScaling Scaling { get; internal init; }

    /// <summary>Names of the features, as many as there are; empty where the training data had none.</summary>
    public ImmutableArray<string> SlotNames { get; internal init; } = [];

    /// <summary>What was learned of the classes of the training data; none where it had no labels.</summary>
    public BoltzmannClasses Classes { get; internal init; } = BoltzmannClasses.None;

    /// <summary>What was learned of the attributes of the training data; none where it had none.</summary>
    public BoltzmannAttributes Attributes { get; internal init; } = BoltzmannAttributes.None;

    /// <summary>
    /// What was learned of each class where the latents are Gaussian; empty where they are not, or the training data had no labels.
    /// </summary>
    public ImmutableArray<GaussianClass> GaussianClasses { get; internal init; } = [];

    /// <summary>What ordinary rows look like to the model, for <see cref="OutlierScorer"/>; null where it was not measured.</summary>
    public OutlierCalibration? Outliers { get; internal init; }

    /// <summary>Names of the classes that were learned, in the order of their numbers.</summary>
    public ImmutableArray<string> ClassNames => Kind == PriorKind.Gaussian
        ? [.. GaussianClasses.Select(entry => entry.Name)]
        : [.. Classes.Items.Select(entry => entry.Name)];

    /// <summary>The label column that the classes were learned from; null where that is not known.</summary>
    internal ModelLabel? Label { get; init; }

    /// <summary>How it was trained; null where that is not known.</summary>
    public TrainingRun? Training { get; internal init; }

    /// <summary>A model whose latents are standard normal numbers. Takes ownership of <paramref name="parameters"/>.</summary>
    /// <exception cref="ArgumentException">The encoder does not give two values per latent.</exception>
    internal static BmVaeModel Gaussian(VaeArchitecture architecture, float[] parameters) =>
        new(architecture, parameters, PriorKind.Gaussian);

    /// <summary>The same model with the scaling and names of its features.</summary>
    internal BmVaeModel With(SlotScaling scaling, ImmutableArray<string> slotNames) =>
        new(this) { Scaling = scaling, SlotNames = slotNames };

    /// <summary>The same model of spins with knowledge of the classes of its data.</summary>
    internal BmVaeModel With(BoltzmannClasses classes) => new(this) { Classes = classes };

    /// <summary>The same model of spins with knowledge of attributes of its data.</summary>
    /// <param name="attributes">What <see cref="AttributeTrainer"/> learned with codes of this model.</param>
    /// <exception cref="ArgumentException">The attributes were learned of codes of another size.</exception>
    /// <exception cref="InvalidOperationException">The latents are no spins.</exception>
    public BmVaeModel With(BoltzmannAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        AttributeFit.Check(attributes, Prior.SpinCount);
        return new(this) { Attributes = attributes };
    }

    /// <summary>The same model of Gaussian latents with knowledge of the classes of its data.</summary>
    internal BmVaeModel With(ImmutableArray<GaussianClass> classes) => new(this) { GaussianClasses = classes };

    /// <summary>The same model with the label column of its classes.</summary>
    /// <exception cref="ArgumentException">The column has other classes.</exception>
    internal BmVaeModel With(ModelLabel label)
    {
        label.Check(ClassNames);
        return new(this) { Label = label };
    }

    /// <summary>The same model with the scores of ordinary rows.</summary>
    /// <param name="outliers">What <see cref="OutlierCalibration.Measure"/> found with this model.</param>
    public BmVaeModel With(OutlierCalibration outliers)
    {
        ArgumentNullException.ThrowIfNull(outliers);
        return new(this) { Outliers = outliers };
    }

    /// <summary>The same model with how it was trained.</summary>
    internal BmVaeModel With(TrainingRun training) => new(this) { Training = training };

    /// <summary>
    /// What the encoder finds most likely of each latent: the log-odds of its bit being 1, or its mean where latents are Gaussian.
    /// <c>[rows, InputSize] -> [rows, LatentSize]</c>
    /// </summary>
    /// <param name="features">
    /// Finite values in the units of the training data; in Bernoulli slots, what lies beyond their range is clipped.
    /// </param>
    /// <param name="latents">Receives log-odds or means.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Encode(ReadOnlySpan<float> features, Span<float> latents)
    {
        int rows = Rows("Features", features, Architecture.InputSize);
        float[] scaled = ArrayPool<float>.Shared.Rent(features.Length);
        Scaling.Scale(features, scaled);
        if (Architecture.CodeSize == Architecture.LatentSize)
        {
            EncodeScaled(scaled.AsSpan(0, features.Length), latents);
        }
        else
        {
            float[] code = new float[rows * Architecture.CodeSize];
            EncodeScaled(scaled.AsSpan(0, features.Length), code);
            NormalCode.Means(code, Architecture.LatentSize, latents);
        }

        ArrayPool<float>.Shared.Return(scaled);
    }

    /// <summary>
    /// Expected features of latents, in the units of the training data; of categories, their probabilities; of slots with
    /// <see cref="SlotScaling.Quantiles"/>, the value of the expected score, which is a median rather than a mean.
    /// <c>[rows, LatentSize] -> [rows, InputSize]</c>
    /// </summary>
    /// <param name="latents">Bits, 0 or 1 each; or any finite numbers where latents are Gaussian.</param>
    /// <param name="features">Receives the features.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Decode(ReadOnlySpan<float> latents, Span<float> features)
    {
        DecodeScaled(latents, features);
        Scaling.Invert(features);
    }

    /// <summary>
    /// Draws features x from p(x|z), in the units of the training data: binary ones, one-hot categories, Gaussian ones with their noise.
    /// </summary>
    /// <param name="latents">Bits, 0 or 1 each; or any finite numbers where latents are Gaussian. <c>[rows, LatentSize]</c></param>
    /// <param name="ids">Names of the rows: the same id, seed and latents give the same features again. <c>[rows]</c></param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="features">Receives the features. <c>[rows, InputSize]</c></param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Sample(ReadOnlySpan<float> latents, ReadOnlySpan<ulong> ids, ulong seed, Span<float> features)
    {
        if (ids.Length != Rows("Latents", latents, Architecture.LatentSize))
        {
            throw new ArgumentException(
                $"Ids: expected {latents.Length / Architecture.LatentSize}, one per row, got {ids.Length}.", nameof(ids));
        }

        DecodeScaled(latents, features);
        DrawFeatures(features, ids, seed);
    }

    /// <summary>Expected features of latents, scaled. <c>[rows, LatentSize] -> [rows, InputSize]</c></summary>
    internal void DecodeScaled(ReadOnlySpan<float> latents, Span<float> features)
    {
        DecodeOutputs(latents, features);
        LikelihoodPass.Expect(Architecture.Likelihood, features, threads: 1);
    }

    /// <summary>Replaces scaled expected features by draws of the same latents' p(x|z), in the units of the training data.</summary>
    internal void DrawFeatures(Span<float> expected, ReadOnlySpan<ulong> ids, ulong seed)
    {
        for (int row = 0; row < ids.Length; row++)
        {
            var random = new UniformStream(RandomUse.Features(seed), ids[row]);
            _sampler.Draw(random, expected.Slice(row * Architecture.InputSize, Architecture.InputSize));
        }

        Scaling.Invert(expected);
    }

    /// <summary>Decodes samples of the prior: spin -1 is bit 0, spin +1 is bit 1.</summary>
    /// <param name="spins">Configurations of the prior. <c>[rows, LatentSize]</c></param>
    /// <returns>Expected features, in the units of the training data. <c>[rows, InputSize]</c></returns>
    /// <exception cref="InvalidOperationException">The latents are no spins.</exception>
    public float[] Decode(SpinMatrix spins)
    {
        ArgumentNullException.ThrowIfNull(spins);
        _ = Prior; // or this is no model of spins
        float[] features = new float[spins.Rows * Architecture.InputSize];
        Decode(LatentBits.Of(spins), features);
        return features;
    }

    /// <summary>The likelier value of each latent of rows, as spins: what editing and interpolation start from.</summary>
    /// <param name="features">As for <see cref="Encode"/>.</param>
    /// <returns>Spin +1 where the logit is above 0, else -1. <c>[rows, LatentSize]</c></returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    /// <exception cref="InvalidOperationException">The latents are no spins.</exception>
    public SpinMatrix EncodeSpins(ReadOnlySpan<float> features)
    {
        _ = Prior; // or this is no model of spins
        int rows = Rows("Features", features, Architecture.InputSize);
        float[] logits = new float[rows * Architecture.LatentSize];
        Encode(features, logits);
        return new(rows, Architecture.LatentSize, Array.ConvertAll(logits, logit => (sbyte)(logit > 0 ? 1 : -1)));
    }

    /// <summary>Codes of rows that are scaled already. <c>[rows, InputSize] -> [rows, CodeSize]</c></summary>
    internal void EncodeScaled(ReadOnlySpan<float> scaled, Span<float> code) =>
        _encoder.Forward(_parameters.AsSpan(0, _encoder.ParameterCount), Rows("Features", scaled, Architecture.InputSize), scaled, code);

    /// <summary>What the likelihood makes scaled features of. <c>[rows, LatentSize] -> [rows, InputSize]</c></summary>
    internal void DecodeOutputs(ReadOnlySpan<float> latents, Span<float> outputs) => _decoder.Forward(
        _parameters.AsSpan(_encoder.ParameterCount, _decoder.ParameterCount),
        Rows("Latents", latents, Architecture.LatentSize),
        latents,
        outputs);

    private static int Rows(string what, ReadOnlySpan<float> values, int size) => values.Length % size == 0
        ? values.Length / size
        : throw new ArgumentException($"{what}: expected whole rows of {size} values, got {values.Length} values.");
}
