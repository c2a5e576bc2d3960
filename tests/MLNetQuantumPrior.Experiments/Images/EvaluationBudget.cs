namespace MLNetQuantumPrior.Experiments;

/// <summary>How much an evaluation computes. The same for every prior.</summary>
internal sealed record EvaluationBudget
{
    /// <summary>What is published: some 9,000 processor seconds.</summary>
    public static EvaluationBudget Full { get; } = new();

    /// <summary>Enough to see that everything runs; the figures mean nothing.</summary>
    public static EvaluationBudget Quick { get; } = new()
    {
        TrainingImages = 3000,
        ValidationImages = 500,
        TestImages = 500,
        TuningEpochs = 1,
        Epochs = 2,
        CurveEpochs = 1,
        ConvergenceEpochs = [1, 2],
        OutlierEpochs = 2,
        Seeds = [1, 2],
        OutlierClasses = 2,
        FewImages = 100,
        ManySamples = 100,
        SomeSamples = 10,
        UnconditionalImages = 500,
        ImagesPerClass = 50,
        ClassFitSteps = 20,
        ClassifierEpochs = 2,
    };

    /// <summary>Of the training images, from their start.</summary>
    public int TrainingImages { get; init; } = 60_000;

    /// <summary>The last of them, which tuning and convergence do not train on.</summary>
    public int ValidationImages { get; init; } = 10_000;

    public int TestImages { get; init; } = 10_000;

    /// <summary>Of a tuning trial.</summary>
    public int TuningEpochs { get; init; } = 8;

    /// <summary>Of the models that the figures are of.</summary>
    public int Epochs { get; init; } = 24;

    /// <summary>Of the models of the trade-off curve.</summary>
    public int CurveEpochs { get; init; } = 10;

    /// <summary>Lengths of whole trainings that are compared for convergence.</summary>
    public int[] ConvergenceEpochs { get; init; } = [2, 4, 8, 12, 16];

    public int OutlierEpochs { get; init; } = 30;

    public ulong[] Seeds { get; init; } = [1, 2, 3];

    /// <summary>Each of the first so many classes is the ordinary one once.</summary>
    public int OutlierClasses { get; init; } = LabeledImages.Classes;

    /// <summary>Images that the bound with <see cref="ManySamples"/> is taken on.</summary>
    public int FewImages { get; init; } = 1000;

    public int ManySamples { get; init; } = 1000;

    /// <summary>Importance samples on all images.</summary>
    public int SomeSamples { get; init; } = 100;

    public int UnconditionalImages { get; init; } = 10_000;

    public int ImagesPerClass { get; init; } = 2000;

    /// <summary>Steps of the fits of machines to codes of a class: the default.</summary>
    public int ClassFitSteps { get; init; } = 1000;

    /// <summary>Of classifiers that are trained on generated images.</summary>
    public int ClassifierEpochs { get; init; } = 20;
}
