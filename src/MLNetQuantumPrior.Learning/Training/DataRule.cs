namespace MLNetQuantumPrior.Learning;

/// <summary>What to train, and how long, where the user does not say: by the number of rows and their features.</summary>
/// <param name="Rows">Rows of the data, validation rows among them.</param>
/// <param name="Likelihood">Their features.</param>
internal readonly record struct DataRule(long Rows, Likelihood Likelihood)
{
    /// <summary>Steps between two reports, which validation rows judge: more often takes longer than the training.</summary>
    public const int StepsPerReport = 50;

    /// <summary>Most latents that a rule gives.</summary>
    public const int MostLatents = 128;

    /// <summary>Validation rows of fewer are too few to judge by.</summary>
    private const int FewestToJudge = 50;

    /// <summary>More rows are seen so few times that no training of this length learns them by heart.</summary>
    private const int MostToJudge = 20_000;

    private const int Steps = 3000, LeastPasses = 12;

    /// <summary>
    /// Part of the steps before the bits of a table become hard. Those of pixels stay soft: hard ones gain 0.4 nats of ELBO on MNIST, and
    /// lose 1.0 of the importance-weighted bound.
    /// </summary>
    public const double HardBitsOfTables = 2.0 / 3;

    /// <summary>Steps a row where nothing judges: more learn so few rows by heart.</summary>
    private const int StepsPerRow = 20, LeastSteps = 200;

    private const double Held = 0.15, PatiencePart = 0.2, WarmUpPart = 0.1;
    private const int WarmUpEpochs = 4;

    /// <summary>Whether rows are images of several channels, whose values are shades and no probabilities of black and white.</summary>
    public bool AreColours { get; init; }

    /// <summary>Neighbouring features of one kind, rather than columns of a table.</summary>
    private bool ArePixels => Likelihood.IsBernoulli && Likelihood.Slots >= 64;

    /// <summary>Number of latents.</summary>
    public int Latents => (int)Math.Clamp(4L * Likelihood.Slots, 32, MostLatents);

    /// <summary>Sizes of the encoder's hidden layers.</summary>
    public ImmutableArray<int> HiddenSizes => Likelihood.Slots >= 256 ? [512, 256] : Likelihood.Slots >= 64 ? [256, 128] : [128, 64];

    /// <summary>
    /// Channels after each convolution of an image: 32 and twice as many each time, up to 256, until halving again would leave fewer than
    /// 4 pixels of height or width.
    /// </summary>
    public static ImmutableArray<int> ImageFilters(int height, int width)
    {
        const int First = 32, Most = 256, LeastSide = 4;
        List<int> filters = [First];
        for (int side = Math.Min(height, width) / 2; side / 2 >= LeastSide; side /= 2)
        {
            filters.Add(Math.Min(2 * filters[^1], Most));
        }

        return [.. filters];
    }

    /// <summary>Options with nothing left open.</summary>
    /// <param name="options">What the user set.</param>
    /// <param name="areJudged">Whether there are validation rows beside the data.</param>
    public TrainingOptions Complete(TrainingOptions options, bool areJudged)
    {
        bool isLengthOpen = options.Steps is null && options.Epochs is null;
        bool mayEndEarly = isLengthOpen || options.Patience is not null;
        double fraction = options.ValidationFraction
            ?? (!areJudged && mayEndEarly && Rows is >= FewestToJudge and <= MostToJudge ? Held : 0);
        long training = Math.Max(1, Rows - RowSplit.Held(Rows, areJudged ? 0 : fraction));
        int batch = options.BatchSize ?? (int)Math.Clamp(training / 8, 16, 128);
        long stepsPerPass = (training + batch - 1) / batch;
        int? steps = isLengthOpen ? OpenSteps(stepsPerPass) : options.Steps;
        double passes = options.Epochs ?? ((double)steps!.Value / stepsPerPass);
        return options with
        {
            Steps = steps,
            BatchSize = batch,
            KlWeight = options.KlWeight ?? (ArePixels ? 1 : 0.5),
            HardBitsFrom = options.HardBitsFrom ?? (ArePixels ? 1 : HardBitsOfTables),
            KlWarmUpEpochs = options.KlWarmUpEpochs ?? Math.Max(WarmUpPart * passes, Math.Min(WarmUpEpochs, passes / 3)),
            ValidationFraction = fraction,
            DynamicBinarization = options.DynamicBinarization ?? !AreColours,
            Patience = options.Patience
                ?? (isLengthOpen && (areJudged || RowSplit.Held(Rows, fraction) > 0) ? (int)Math.Ceiling(PatiencePart * passes) : null),
        };
    }

    private int OpenSteps(long stepsPerPass) => Rows < FewestToJudge
        ? (int)Math.Max(LeastSteps, StepsPerRow * Rows)
        : (int)Math.Clamp(LeastPasses * stepsPerPass, Steps, int.MaxValue);
}
