using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>How to generate latents.</summary>
public sealed record GenerationOptions
{
    /// <summary>Largest <see cref="PoolSize"/>.</summary>
    public const int MaxPoolSize = 1_000_000;

    /// <summary>
    /// Which distribution the latents follow. Default null: <see cref="GenerationMode.Conditional"/> where the model has classes, else
    /// <see cref="GenerationMode.Unconditional"/>.
    /// </summary>
    public GenerationMode? Mode { get; init => field = Check.Known(value); }

    /// <summary>How a class comes in; conditional mode only. Default <see cref="GenerationCondition.ClassPriors"/>.</summary>
    public GenerationCondition Condition { get; init => field = Check.Known(value); }

    /// <summary>
    /// What all rows have of the attributes that the model was trained with: all conditions hold, such as
    /// <c>[Given.Is("Digit", 3), Given.Not("Slant", "left"), Given.AtLeast("Width", 10)]</c>. Default: nothing.
    /// </summary>
    public ImmutableArray<Given> Attributes
    {
        get;
        init => field = !value.IsDefault && !value.Contains(null!)
            ? value
            : throw Check.Wrong("conditions or none", value.IsDefault ? "default" : "null");
    } = [];

    /// <summary>
    /// Power of the probability that the classifier of codes gives <see cref="Attributes"/>, a finite number of at least 0; where
    /// <see cref="Acceptance"/> is on, and beside the strengths of single conditions. At 1 rows follow the prior times the classifier:
    /// exactly what was learned, in which codes that the classifier is unsure of are as frequent as in the data. Default 3: few rows are
    /// doubtful, at the price of some variety.
    /// </summary>
    public double AttributeStrength { get; init => field = Check.AtLeast(0, value); } = 3;

    /// <summary>
    /// Factor on a class's fields, a finite number of at least 0; with <see cref="GenerationCondition.Fields"/>, and on those of
    /// <see cref="Attributes"/> without <see cref="Acceptance"/>. At 1 the mean spins are those of the class's codes, at 0 the class does
    /// not matter. Default 2: fields cannot change couplings, and a stronger pull makes up for some of it, at the price of variety.
    /// </summary>
    public double Strength { get; init => field = Check.AtLeast(0, value); } = 2;

    /// <summary>
    /// Whether a draw of a class is kept only with the probability that <see cref="BoltzmannClasses.Classifier"/> gives the class, and
    /// drawn again otherwise; conditional mode only. So rows follow p(s) p(class | s), up to a factor: fewer of them look like another
    /// class, and odd ones become rarer. With <see cref="Attributes"/>: whether rows follow the prior times what
    /// <see cref="BoltzmannAttributes.Classifier"/> finds, see <see cref="AttributeStrength"/>, by draws that are chosen by their weights
    /// and moved by Gibbs sweeps. Default false.
    /// </summary>
    public bool Acceptance { get; init; }

    /// <summary>
    /// Most draws of a row where <see cref="Acceptance"/> is on, at least 1: a row that none was kept of gets the most probable one.
    /// Default 20.
    /// </summary>
    public int MaxRounds { get; init => field = Check.AtLeast(1, value); } = 20;

    /// <summary>
    /// Inverse temperature, a finite number of at least 0: above 1 for more typical, below 1 for more varied rows. Default null: 3 in
    /// low-energy mode, else 1, at which rows follow the distribution as it was trained.
    /// </summary>
    public double? Beta { get; init => field = Check.AtLeast(0, value); }

    /// <summary>
    /// What the features of a row are, given its latents: expected ones or a draw. Default null:
    /// <see cref="GeneratedFeatures.Expected"/> where features are pixels: every one is Bernoulli, the networks take rows as images, or
    /// what they give is kept within the range of the training data. Else <see cref="GeneratedFeatures.Sampled"/>, since expected numbers
    /// lack the spread of the data.
    /// </summary>
    public GeneratedFeatures? Features { get; init => field = Check.Known(value); }

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Fresh draws that the rows of one class, or the rows without a class, start from: from 1 to <see cref="MaxPoolSize"/>; the machines
    /// of a class have their shares of them. However many rows are generated, what they have on average varies from seed to seed like an
    /// average of so many draws. Drawn once, when first needed; time and memory grow with it. Default 2048.
    /// </summary>
    public int PoolSize { get; init => field = Check.Within(1, MaxPoolSize, value); } = 2048;

    /// <summary>
    /// Gibbs sweeps that decorrelate each row from its start, at least 1. They leave the distribution as it is, and make rows from the same
    /// start differ. Default 20.
    /// </summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 20;

    /// <summary>Most threads, at least 1. Default: one per core. Rows do not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>Whether rows are drawn by class, from a model that has classes or has none.</summary>
    internal bool IsConditional(bool hasClasses) => Mode == GenerationMode.Conditional || (Mode is null && hasClasses);

    /// <summary>Whether rows can be drawn by attributes.</summary>
    internal bool KnowsAttributes => Mode is null or GenerationMode.Conditional;

    /// <summary>Whether features of a model are drawn.</summary>
    internal bool IsSampled(BmVaeModel model) => Features == GeneratedFeatures.Sampled || (Features is null
        && !model.Architecture.Likelihood.IsBernoulli && model.Architecture.Image is null && model.Scaling.OutputRange is null);

    /// <summary>The inverse temperature to use.</summary>
    internal double EffectiveBeta => Beta ?? (Mode == GenerationMode.LowEnergy ? 3 : 1);
}
