using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>What is learned of the classes after a VAE is trained, and how.</summary>
public sealed record ClassFitOptions
{
    /// <summary>
    /// Boltzmann machines of each class, at least 1. More than one share the class's codes by k-means, and are drawn from in proportion: a
    /// mixture, which follows a class of several styles better. Each of them is one more fit, which starts at the machine of the whole
    /// class. A class gets no more than one for every
    /// <see cref="BoltzmannClassTrainer.LeastRowsPerMachine"/> rows. Of Gaussian latents: normal distributions of each class. Default 1.
    /// </summary>
    public int MachinesPerClass { get; init => field = Check.AtLeast(1, value); } = 1;

    /// <summary>
    /// Whether to fit a machine of codes and label spins together, for <see cref="GenerationCondition.LabelSpins"/>. Default false: it
    /// costs about as much as the machine of one class.
    /// </summary>
    public bool LabelSpins { get; init; }

    /// <summary>
    /// How to train the classifier of codes that <see cref="GenerationOptions.Acceptance"/> asks; null for none. Default: 10 epochs with a
    /// tenth of the bits left out, or as many as make 1,000 steps, since ten epochs of a thousand rows teach little.
    /// </summary>
    /// <exception cref="ArgumentException">It has an augmentation, which moves images: codes are none.</exception>
    public ClassifierOptions? Classifier
    {
        get;
        init => field = value is not { Augmentation: { } image }
            ? value
            : throw new ArgumentException(
                $"Option '{nameof(Classifier)}': expected no '{nameof(ClassifierOptions.Augmentation)}', got one of {image.Height} x " +
                $"{image.Width} pixels. The classifier reads codes, not images.", nameof(Classifier));
    } = new() { Epochs = 10, LeastSteps = 1000, InputDropout = 0.1 };

    /// <summary>Steps of Adam in a fit, at least 4. Default 1000.</summary>
    public int Steps { get; init => field = Check.AtLeast(4, value); } = 1000;

    /// <summary>Chains of the negative phase of a fit, from 2 to <see cref="TrainingOptions.MaxChains"/>. Default 640.</summary>
    public int Chains { get; init => field = Check.Within(2, TrainingOptions.MaxChains, value); } = 640;

    /// <summary>Gibbs sweeps of each chain after each step, at least 1. Default 1.</summary>
    public int Sweeps { get; init => field = Check.AtLeast(1, value); } = 1;

    /// <summary>
    /// Adam's step size, a finite number above 0: about how far a parameter moves in a step. It holds for the first three tenths of the
    /// steps and then falls to zero. Chains cannot follow a machine that moves too fast: at 256 spins 0.001 is still well, 0.003 too much.
    /// Default null: 0.256 divided by the number of spins, 0.001 at 256, since the pull on a spin moves with the couplings to all others.
    /// </summary>
    public double? LearningRate { get; init => field = Check.Above(0, value); }

    /// <summary>Most threads, at least 1. Default: one per core. What is learned does not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init => field = Check.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>The step size for a machine of so many spins.</summary>
    internal double LearningRateOf(int spins) => LearningRate ?? 0.256 / spins;
}
