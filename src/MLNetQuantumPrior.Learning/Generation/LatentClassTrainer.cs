using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Learns what generation needs of each class, after a VAE is trained: a Boltzmann machine of its own, and fields to add to the shared one.
/// </summary>
/// <remarks>
/// Both are maximum likelihood fits that start at the shared prior and see the class's codes by their moments alone. The class's machine
/// has couplings of its own, which fields cannot replace; fields are what an annealer with fixed couplings can do. The same seed gives
/// the same classes, whatever the number of threads.
/// </remarks>
/// <param name="sampler">Draws the first chains from the shared prior, afresh: such as <see cref="PopulationAnnealingSampler"/>.</param>
/// <param name="options">How to fit.</param>
public sealed class LatentClassTrainer(IIsingSampler sampler, BoltzmannFitOptions options)
{
    /// <summary>Fits every class.</summary>
    /// <param name="prior">The shared prior.</param>
    /// <param name="moments">Moments of the codes of each class; every class has rows.</param>
    /// <param name="seed">Seed of all randomness.</param>
    /// <param name="progress">Called after each class, one call at a time, on any thread and in any order of classes.</param>
    /// <param name="cancel">Ends the training between two steps.</param>
    /// <exception cref="ArgumentException">Prior and moments are of different graphs, or a class has no row.</exception>
    public ImmutableArray<LatentClass> Train(
        IsingModel prior,
        ClassMoments moments,
        ulong seed,
        IProgress<LatentClassReport>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(moments);
        Check(prior, moments);
        SampleSet draws = sampler.Sample(prior, new(options.Chains, RandomUse.ClassFitStart(seed)), cancel);
        var start = new WeightedPopulation(prior, draws.Spins, logPartition: 0) { MaxDegreeOfParallelism = 1 }; // classes share the cores

        var classes = new LatentClass[moments.Names.Length];
        int finished = 0;
        object reporting = new();
        var cores = new ParallelOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = cancel };
        Parallel.For(0, classes.Length, cores, label =>
        {
            LatentMoments target = moments.Of(label);
            var whole = new BoltzmannFit(prior, target, fieldsOnly: false, options);
            IsingModel own = whole.Run(start, RandomUse.ClassFit(seed, 2 * label), cancel);
            var fields = new BoltzmannFit(prior, target, fieldsOnly: true, options);
            IsingModel shifted = fields.Run(start, RandomUse.ClassFit(seed, (2 * label) + 1), cancel);
            classes[label] = new(moments.Names[label], target.Rows, [.. shifted.Fields.Zip(prior.Fields, (h, shared) => h - shared)], own);
            lock (reporting)
            {
                progress?.Report(new(
                    moments.Names[label], ++finished, classes.Length, target.Rows, whole.MomentError, fields.MomentError));
            }
        });
        return ImmutableCollectionsMarshal.AsImmutableArray(classes);
    }

    private static void Check(IsingModel prior, ClassMoments moments)
    {
        if (prior.SpinCount != moments.Graph.SpinCount || !prior.Graph.Edges.SequenceEqual(moments.Graph.Edges))
        {
            throw new ArgumentException(
                $"Moments: expected those of the prior's graph {prior.Graph}, got {moments.Graph}.", nameof(moments));
        }

        for (int label = 0; label < moments.Names.Length; label++)
        {
            if (moments.Rows(label) == 0)
            {
                throw new ArgumentException(
                    $"Class '{moments.Names[label]}': expected at least one row, got none. Leave classes without rows out.",
                    nameof(moments));
            }
        }
    }
}
