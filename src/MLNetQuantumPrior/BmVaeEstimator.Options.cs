using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior;

public sealed partial class BmVaeEstimator
{
    /// <summary>Everything that can be set.</summary>
    /// <example>
    /// <code>
    /// var options = new BmVaeEstimator.Options
    /// {
    ///     LatentSize = 8, Training = new() { Epochs = 30 }, Seed = 1,
    ///     Columns = new() { OutlierScore = "Score", PValue = "PValue" },
    /// };
    /// using BmVaeTransformer vae = ml.Transforms.BmVae(options).Fit(train);
    /// </code>
    /// </example>
    public sealed record Options
    {
        /// <summary>Name of the column of latent bits. Default "Latent".</summary>
        public string OutputColumnName { get; init; } = "Latent";

        /// <summary>
        /// What the latents are, and what else to add to a row. With <see cref="BmVaeColumns.PValue"/>, or an outlier score that is
        /// standardised, rows are held out of the training to compare with: the validation rows of
        /// <see cref="TrainingOptions.ValidationFraction"/>, or a tenth of the rows, which are then its validation rows, where that is 0;
        /// at least one. Default: bits and nothing else.
        /// </summary>
        public BmVaeColumns Columns { get; init => field = Given(value); } = new();

        /// <summary>Name of the column to learn. Null takes <see cref="OutputColumnName"/>. Default "Features".</summary>
        public string? InputColumnName { get; init; } = "Features";

        /// <summary>
        /// Name of a label column, to learn what generation by class needs: a key, text, Boolean or a number;
        /// generated rows have one of the same type. Null for none. Default null.
        /// </summary>
        public string? LabelColumnName { get; init; }

        /// <summary>
        /// Names of columns beside the label that say what rows are like, to learn what generation by several attributes at once needs:
        /// keys, texts, Booleans or numbers. A number with more than 16 different values is cut into 8 ranges of about as many rows each.
        /// A row counts for those attributes of which it has a value. The label column, where there is one, is an attribute too. With
        /// bits as latents only. Default: none.
        /// </summary>
        public ImmutableArray<string> AttributeColumnNames { get; init; } = [];

        /// <summary>
        /// How features are scaled for their likelihood: Bernoulli slots into [0, 1], Gaussian ones to mean 0 and variance 1; generated
        /// ones are scaled back. Default: with <see cref="ImageShape"/> Shared, else each slot by itself, and skewed or spiky numbers of a
        /// table of 1,000 rows or more by their ranks, see <see cref="FeatureScaling.Automatic"/>. Shared says that slots are pixels,
        /// Quantiles that they are columns of a table, see <see cref="FeatureLikelihood.Automatic"/>.
        /// </summary>
        public FeatureScaling Scaling { get; init => field = Check.Known(value); } = FeatureScaling.Automatic;

        /// <summary>Which distribution p(x|z) features follow. Default: pixels or a table, as the training data are.</summary>
        public FeatureLikelihood Likelihood { get; init => field = Check.Known(value); } = FeatureLikelihood.Automatic;

        /// <summary>
        /// The distribution of each group of slots, in order, such as
        /// <c>[new GaussianSlots(3) { Variance = 0.1 }, new CategoricalSlots(4)]</c>; as many slots in all as the input column has.
        /// Instead of <see cref="Likelihood"/>. Default: none.
        /// </summary>
        public ImmutableArray<SlotGroup> SlotGroups { get; init; } = [];

        /// <summary>
        /// What the latents are, and their distribution before a row is seen: a Boltzmann machine, or a simpler one to compare with.
        /// Default <see cref="PriorKind.Boltzmann"/>.
        /// </summary>
        public PriorKind Prior { get; init => field = Check.Known(value); } = PriorKind.Boltzmann;

        /// <summary>
        /// Number of latents, at least 1. Null takes the size of <see cref="Graph"/>, or without one four times the number of features,
        /// from 32 to 128. Default null.
        /// </summary>
        public int? LatentSize { get; init => field = Check.AtLeast(1, value); }

        /// <summary>
        /// Which bits the prior couples; with <see cref="PriorKind.Boltzmann"/> only. Null takes the complete graph. Default null.
        /// </summary>
        public SpinGraph? Graph { get; init; }

        /// <summary>
        /// Sizes of the encoder's hidden layers, from features to bits; the decoder mirrors them. Not with
        /// <see cref="ImageShape"/>. Null takes 128, 64; of 64 features or more 256, 128; of 256 or more 512, 256. Default null.
        /// </summary>
        public ImmutableArray<int>? HiddenSizes { get; init => field = value is { } sizes ? Sizes(sizes) : null; }

        /// <summary>
        /// Height, width and channels of images: the networks then are convolutions, see <see cref="ImageFilters"/>, instead of
        /// <see cref="HiddenSizes"/>. Features are channel after channel, each row by row, as ML.NET's <c>ExtractPixels</c> gives them
        /// without <c>interleavePixelColors</c>. Null: features are no images. Default null.
        /// </summary>
        public (int Height, int Width, int Channels)? ImageShape { get; init => field = Shape(value); }

        /// <summary>
        /// Channels after each convolution, which halves height and width; with <see cref="ImageShape"/> only. Null takes 32, 64, 128 and
        /// then 256 each, as many as leave at least 4 pixels of height and width, at least one: 32, 64 for 28 x 28 pixels, and
        /// 32, 64, 128, 256 for 64 x 64. Default null.
        /// </summary>
        public ImmutableArray<int>? ImageFilters { get; init => field = value is { } sizes ? Sizes(sizes) : null; }

        /// <summary>
        /// What the networks of images are made of; with <see cref="ImageShape"/> only. Default:
        /// <see cref="ImageNetwork.Convolutional"/>.
        /// </summary>
        public ImageNetwork ImageNetwork { get; init => field = Check.Known(value); }

        /// <summary>
        /// Whether the networks of images have batch normalisation; false with <see cref="ImageShape"/> only. Default true.
        /// </summary>
        public bool ImageBatchNorm { get; init; } = true;

        /// <summary>
        /// Whether generated and reconstructed pixels of a Gaussian likelihood stay within the smallest and the largest training value,
        /// where features are pixels: with <see cref="ImageShape"/>, or scaled <see cref="FeatureScaling.Shared"/>. Bernoulli pixels do in
        /// any case. ML.NET's <c>ConvertToImage</c> makes 44 of 300. Default true.
        /// </summary>
        public bool ClampPixels { get; init; } = true;

        /// <summary>
        /// A model to start from: fine-tuning. Networks, prior, likelihood and scaling are the model's, and their options are
        /// not looked at. The optimiser starts from zero, so a lower learning rate and no warm-up of the KL weight are usual. Null
        /// starts from random numbers. Default null.
        /// </summary>
        public BmVaeModel? InitialModel { get; init; }

        /// <summary>Draws the negative phase of the training, as its options say. Default: block Gibbs, 2 sweeps per step.</summary>
        public IIsingSampler Sampler { get; init => field = Given(value); } = new BlockGibbsSampler { Sweeps = 2 };

        /// <summary>Differentiates the networks. Default: the built-in SIMD engine on all cores.</summary>
        public ITrainingEngine Engine { get; init => field = Given(value); } = new SimdEngine();

        /// <summary>Steps, batches, step sizes and the KL term. Default: what the data ask for, which the log says.</summary>
        public TrainingOptions Training { get; init => field = Given(value); } = new();

        /// <summary>
        /// A folder for a checkpoint after each report: the next <see cref="Fit"/> with the same folder, data, options and
        /// <see cref="Seed"/> continues from there. Null for none. Default null.
        /// </summary>
        public string? CheckpointFolder { get; init; }

        /// <summary>What becomes of missing features, NaN. Default: they are an error.</summary>
        public MissingValues MissingValues { get; init => field = Check.Known(value); } = MissingValues.Refuse;

        /// <summary>What is learned of the classes for generation, and how. Default: machines, fields and a classifier of codes.</summary>
        public ClassFitOptions ClassFit { get; init => field = Given(value); } = new();

        /// <summary>
        /// Rows kept in memory, at least 1. Data of no more rows are read once; of more, they are streamed: one pass for statistics, one
        /// for validation rows if there are any, one per epoch, which shuffles rows through a buffer of this size, one to check a prior of
        /// bits, and one for classes.
        /// Null takes as many rows as 1 GiB holds, 342,392 of 784 features. No more than have 2^31 features together, or with labels
        /// 2^30 features or latents. Default null.
        /// </summary>
        public int? ShuffleBufferRows { get; init => field = Check.AtLeast(1, value); }

        /// <summary>
        /// Seed of all randomness: a number as every seed of this package. Null draws one from the environment and logs it. Default null.
        /// </summary>
        public ulong? Seed { get; init; }

        /// <summary>Called after each report, on the training thread. Default: none.</summary>
        public IProgress<EpochReport>? Progress { get; init; }

        /// <summary>
        /// Called after each report with the model of that moment, on the training thread: package MLNetQuantumPrior.Evaluation has
        /// pictures of it. Default: none.
        /// </summary>
        public IProgress<TrainingSnapshot>? Snapshots { get; init; }

        /// <summary>Ends <see cref="Fit"/> with an <see cref="OperationCanceledException"/> between two steps. Default: never.</summary>
        public CancellationToken CancellationToken { get; init; }

        /// <summary>Where to log, such as the <see cref="MLContext"/>. Null takes the environment of the catalog. Default null.</summary>
        public IHostEnvironment? Environment { get; init; }

        /// <summary><see cref="Scaling"/>, with what <see cref="ImageShape"/> decides: a shade is the same in each pixel.</summary>
        internal FeatureScaling ScalingInUse =>
            Scaling == FeatureScaling.Automatic && ImageShape is not null ? FeatureScaling.Shared : Scaling;

        internal string InputColumn => InputColumnName ?? OutputColumnName;

        /// <summary>
        /// Rows of the buffer, at most as many as one array holds. Rows that classes are fitted on have an array of codes as well, and may
        /// be up to half as many again, for rare classes.
        /// </summary>
        internal int BufferRows(int slots)
        {
            const long DefaultBytes = 1L << 30;
            long rows = ShuffleBufferRows ?? Math.Max(1, DefaultBytes / (sizeof(float) * (long)slots));
            int most = LabelColumnName is null && AttributeColumnNames.IsEmpty
                ? Array.MaxLength / slots
                : Array.MaxLength / 2 / Math.Max(slots, KnownLatents ?? DataRule.MostLatents);
            return (int)Math.Min(rows, Math.Max(1, most));
        }

        internal PriorKind PriorKind => InitialModel?.Kind ?? Prior;

        /// <summary>Number of latents; null where the data decide it.</summary>
        internal int? KnownLatents => InitialModel?.Architecture.LatentSize ?? Graph?.SpinCount ?? LatentSize;

        internal void Validate()
        {
            if (string.IsNullOrEmpty(OutputColumnName))
            {
                throw new ArgumentException(
                    $"Option '{nameof(OutputColumnName)}': expected the name of a column, got none.", nameof(Options));
            }

            Training.Validate();
            ValidateAttributes();
            if (SlotGroups.IsDefault || (!SlotGroups.IsEmpty && Likelihood != FeatureLikelihood.Automatic))
            {
                throw new ArgumentException(
                    $"Option '{nameof(SlotGroups)}': expected none beside '{nameof(Likelihood)}' {Likelihood}, " +
                    $"got [{(SlotGroups.IsDefault ? "" : string.Join(", ", SlotGroups))}]. Give one of the two.",
                    nameof(Options));
            }

            if (LatentSize is { } size && Graph is { } graph && graph.SpinCount != size)
            {
                throw new ArgumentException(
                    $"Option '{nameof(Graph)}': expected a graph of {size} spins, as '{nameof(LatentSize)}' says, " +
                    $"got {graph} with {graph.SpinCount} spins. Give one of the two.", nameof(Options));
            }

            ColumnNames.Check(InputColumn, Columns.Outputs(OutputColumnName, PriorKind).Select(column => column.Name));

            if (Graph is not null && Prior != PriorKind.Boltzmann)
            {
                throw new ArgumentException(
                    $"Option '{nameof(Graph)}': expected none with '{nameof(Prior)}' {Prior}, got {Graph}. " +
                    $"A graph of your own needs {PriorKind.Boltzmann}.", nameof(Options));
            }

            if (PriorKind == PriorKind.Gaussian && ClassFit.LabelSpins)
            {
                throw new ArgumentException(
                    $"Option '{nameof(ClassFit)}': expected no '{nameof(ClassFitOptions.LabelSpins)}' " +
                    $"with '{nameof(Prior)}' {PriorKind.Gaussian}, got some. Label spins need a prior of spins.", nameof(Options));
            }

            int latents = KnownLatents ?? DataRule.MostLatents;
            long couplings = TrainingCost.Couplings(PriorKind, InitialModel is null ? Graph : null, latents);
            if (couplings > TrainingCost.MostCouplings)
            {
                throw new ArgumentException(
                    $"Option '{nameof(LatentSize)}': expected at most " +
                    FormattableString.Invariant($"{TrainingCost.MostCouplings:N0} couplings of a {PriorKind} prior, ") +
                    FormattableString.Invariant($"16,384 latents of a complete graph, got {latents} latents, {couplings:N0} couplings. ") +
                    $"Give a sparse '{nameof(Graph)}', such as SpinGraph.Zephyr, or fewer latents.", nameof(Options));
            }

            if ((long)Training.Chains * latents > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"Option '{nameof(TrainingOptions.Chains)}': expected at most {Array.MaxLength / latents} of {latents} latents, " +
                    $"got {Training.Chains}.", nameof(Options));
            }

            if (Prior == PriorKind.Rbm && LatentSize == 1)
            {
                throw new ArgumentException(
                    $"Option '{nameof(LatentSize)}': expected at least 2 with '{nameof(Prior)}' {PriorKind.Rbm}, got 1.", nameof(Options));
            }

            if (ImageShape is not null && HiddenSizes is { } hidden)
            {
                throw new ArgumentException(
                    $"Option '{nameof(HiddenSizes)}': expected none beside '{nameof(ImageShape)}' {ImageShape}, " +
                    $"got [{string.Join(", ", hidden)}]. " +
                    $"Convolutions take '{nameof(ImageFilters)}' instead; or leave '{nameof(ImageShape)}' out.", nameof(Options));
            }

            if (ImageShape is null && (ImageNetwork != ImageNetwork.Convolutional || !ImageBatchNorm))
            {
                (string option, object got) = ImageBatchNorm
                    ? (nameof(ImageNetwork), (object)ImageNetwork)
                    : (nameof(ImageBatchNorm), ImageBatchNorm);
                throw new ArgumentException(
                    $"Option '{option}': expected none without '{nameof(ImageShape)}', got {got}. Give both.", nameof(Options));
            }

            if (ImageShape is null && ImageFilters is { } filters)
            {
                throw new ArgumentException(
                    $"Option '{nameof(ImageFilters)}': expected none without '{nameof(ImageShape)}', " +
                    $"got [{string.Join(", ", filters)}]. " +
                    $"Give both, or '{nameof(HiddenSizes)}'.", nameof(Options));
            }
        }

        private void ValidateAttributes()
        {
            string? wrong = AttributeColumnNames.IsDefault ? "default"
                : AttributeColumnNames.Any(string.IsNullOrEmpty) ? "one without a name"
                : AttributeColumnNames.FirstOrDefault(name => name == LabelColumnName) is { } label
                    ? $"the label column '{label}', which is an attribute in any case"
                : AttributeColumnNames.FirstOrDefault(name => name == InputColumn) is { } input ? $"the input column '{input}'"
                : AttributeColumnNames.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice ? $"'{twice.Key}' twice"
                : PriorKind == PriorKind.Gaussian && !AttributeColumnNames.IsEmpty
                    ? $"some with '{nameof(Prior)}' {PriorKind.Gaussian}, which has no bits for them"
                : null;
            if (wrong is not null)
            {
                throw new ArgumentException(
                    $"Option '{nameof(AttributeColumnNames)}': expected different columns beside label and input, got {wrong}.",
                    nameof(Options));
            }
        }

        private static T Given<T>(T? value, [CallerMemberName] string option = "")
            where T : class => value ?? throw new ArgumentNullException(option);

        private static ImmutableArray<int> Sizes(ImmutableArray<int> value, [CallerMemberName] string option = "") =>
            !value.IsDefault && value.All(size => size >= 1)
                ? value
                : throw Check.Wrong("sizes of at least 1", $"[{(value.IsDefault ? "" : string.Join(", ", value))}]", option);

        private static (int Height, int Width, int Channels)? Shape(
            (int Height, int Width, int Channels)? value, [CallerMemberName] string option = "") =>
            value is not { } shape || (shape.Height >= 1 && shape.Width >= 1 && shape.Channels >= 1)
                ? value
                : throw Check.Wrong("sizes of at least 1", value, option);
    }
}
