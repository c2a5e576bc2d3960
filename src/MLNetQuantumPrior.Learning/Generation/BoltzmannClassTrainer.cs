using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Learns what generation needs of the classes, after a VAE is trained: Boltzmann machines of each class, fields to add to the shared
/// prior, a classifier of codes, and on request a machine of codes and labels together.
/// </summary>
/// <remarks>
/// Machines and fields are maximum likelihood fits that start at the shared prior and see codes by their moments alone; where a class has
/// several machines, they start at one of the whole class. A class's machines have their own couplings, which fields cannot replace;
/// fields are what an annealer with fixed couplings can do. The same seed gives the same result, whatever the number of threads; fits run
/// side by side.
/// </remarks>
/// <param name="sampler">
/// Draws new chains of machines, for several fits at a time: such as <see cref="PopulationAnnealingSampler"/> on one thread.
/// </param>
/// <param name="options">What to learn and how.</param>
public sealed class BoltzmannClassTrainer(IIsingSampler sampler, ClassFitOptions options)
{
    /// <summary>Rows that a class has, at least, for each of its machines beyond the first.</summary>
    public const int LeastRowsPerMachine = 50;

    /// <summary>Fits every class.</summary>
    /// <param name="prior">The shared prior.</param>
    /// <param name="codes">Codes of the rows of each class, of as many spins.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each fit, one call at a time, on any thread and in any order of fits.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">Prior and codes are of different sizes.</exception>
    public BoltzmannClasses Train(
        IsingModel prior,
        LabelledCodes codes,
        ulong seed,
        IProgress<ClassFitReport>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(codes);
        if (prior.SpinCount != codes.Spins)
        {
            throw new ArgumentException($"Codes: expected {prior.SpinCount} spins, as the prior has, got {codes.Spins}.", nameof(codes));
        }

        var fits = new BoltzmannClassFits(sampler, options, prior, codes, seed, progress, cancel);
        fits.Run();
        return new(fits.Classes()) { LabelledPrior = fits.LabelledPrior, Classifier = TrainClassifier(codes, seed, cancel) };
    }

    /// <summary>A classifier of codes as generation meets them: hard bits, drawn once for each row.</summary>
    private Classifier? TrainClassifier(LabelledCodes codes, ulong seed, CancellationToken cancel)
    {
        if (options.Classifier is not { } training)
        {
            return null;
        }

        int[] rows = [.. codes.RowsOfClasses.SelectMany(own => own).Order()];
        float[] bits = new float[rows.Length * codes.Spins];
        float[] probabilities = new float[codes.Spins];
        for (int k = 0; k < rows.Length; k++)
        {
            VectorMath.Sigmoid(codes[rows[k]], probabilities);
            new UniformStream(seed, RandomUse.ClassifierBits(rows[k])).Binarize(probabilities, bits.AsSpan(k * codes.Spins, codes.Spins));
        }

        int[] labels = new int[rows.Length];
        for (int k = 0; k < rows.Length; k++)
        {
            labels[k] = codes.Labels[rows[k]];
        }

        ClassifierArchitecture network = ClassifierArchitecture.Mlp(codes.Spins, [256, 256], codes.Names.Length);
        return new ClassifierTrainer(training)
            .Train(new(codes.Spins, bits), labels, network, RandomUse.ClassifierSeed(seed), cancel: cancel);
    }
}
