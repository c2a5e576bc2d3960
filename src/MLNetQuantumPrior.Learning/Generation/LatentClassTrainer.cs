using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MLNetQuantumPrior.Learning.Kernels;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Learns what generation needs of the classes, after a VAE is trained: Boltzmann machines of each class, fields to add to the shared
/// prior, a classifier of codes, and on request a machine of codes and labels together.
/// </summary>
/// <remarks>
/// Machines and fields are maximum likelihood fits that start at the shared prior and see codes by their moments alone. A class's machines
/// have couplings of their own, which fields cannot replace; fields are what an annealer with fixed couplings can do. The same seed gives
/// the same result, whatever the number of threads; fits run side by side.
/// </remarks>
/// <param name="sampler">Draws the first chains from the shared prior, afresh: such as <see cref="PopulationAnnealingSampler"/>.</param>
/// <param name="options">What to learn and how.</param>
public sealed class LatentClassTrainer(IIsingSampler sampler, ClassFitOptions options)
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
    public LatentClasses Train(
        IsingModel prior,
        LatentCodes codes,
        ulong seed,
        IProgress<LatentFitReport>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentNullException.ThrowIfNull(codes);
        if (prior.SpinCount != codes.Spins)
        {
            throw new ArgumentException($"Codes: expected {prior.SpinCount} spins, as the prior has, got {codes.Spins}.", nameof(codes));
        }

        var run = new Run(sampler, options, prior, codes, seed, progress, cancel);
        run.FitAll();
        return new(run.Classes()) { LabelledPrior = run.LabelledPrior, Classifier = TrainClassifier(codes, seed, cancel) };
    }

    /// <summary>A classifier of codes as generation meets them: hard bits, drawn once for each row.</summary>
    private Classifier? TrainClassifier(LatentCodes codes, ulong seed, CancellationToken cancel)
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

    /// <summary>The moving parts of one training.</summary>
    private sealed class Run
    {
        private readonly ClassFitOptions _options;
        private readonly IsingModel _prior;
        private readonly LatentCodes _codes;
        private readonly IIsingSampler _sampler;
        private readonly ulong _seed;
        private readonly IProgress<LatentFitReport>? _progress;
        private readonly CancellationToken _cancel;
        private readonly Lock _reporting = new();
        private readonly List<Action> _fits = [];
        private readonly float[][] _fields;
        private readonly LatentMachine[][] _machines; // [class][machine]
        private int _finished;

        public Run(
            IIsingSampler sampler,
            ClassFitOptions options,
            IsingModel prior,
            LatentCodes codes,
            ulong seed,
            IProgress<LatentFitReport>? progress,
            CancellationToken cancel)
        {
            (_sampler, _options, _prior, _codes, _seed, _progress, _cancel) = (sampler, options, prior, codes, seed, progress, cancel);
            _fields = new float[codes.Names.Length][];
            _machines = [.. codes.RowsOfClasses.Select(
                rows => new LatentMachine[Math.Clamp(rows.Length / LeastRowsPerMachine, 1, options.MachinesPerClass)])];
        }

        public IsingModel? LabelledPrior { get; private set; }

        private ParallelOptions Cores => new() { MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism, CancellationToken = _cancel };

        public ImmutableArray<LatentClass> Classes() => [.. _codes.Names.Select(
            (name, label) => new LatentClass(name, [.. _fields[label]], ImmutableCollectionsMarshal.AsImmutableArray(_machines[label])))];

        public void FitAll()
        {
            var ofClasses = new CodeMoments(_prior.Graph, _codes, _codes.Labels, _codes.Names.Length, _options.MaxDegreeOfParallelism);
            WeightedPopulation start = Start(_prior, RandomUse.ClassFitStart(_seed));
            AddMachines(start);
            for (int label = 0; label < _codes.Names.Length; label++)
            {
                AddFields(label, ofClasses[label], start);
            }

            if (_options.LabelSpins)
            {
                AddLabelSpins([.. Enumerable.Range(0, _codes.Names.Length).Select(label => ofClasses[label])]);
            }

            Parallel.ForEach(Partitioner.Create(_fits, EnumerablePartitionerOptions.NoBuffering), Cores, fit => fit());
        }

        private void AddMachines(WeightedPopulation start)
        {
            int[] firsts = new int[_machines.Length]; // number of each class's first machine
            for (int label = 1; label < firsts.Length; label++)
            {
                firsts[label] = firsts[label - 1] + _machines[label - 1].Length;
            }

            int[] groups = new int[_codes.Rows];
            Array.Fill(groups, -1);
            Parallel.For(0, _machines.Length, Cores, label =>
            {
                int[] rows = _codes.RowsOfClasses[label];
                var random = new UniformStream(_seed, RandomUse.FirstCentres(label));
                int[] clusters = CodeClusters.Of(_codes, rows, _machines[label].Length, random);
                for (int k = 0; k < rows.Length; k++)
                {
                    groups[rows[k]] = firsts[label] + clusters[k];
                }
            });

            var moments = new CodeMoments(
                _prior.Graph, _codes, groups, firsts[^1] + _machines[^1].Length, _options.MaxDegreeOfParallelism);
            for (int label = 0; label < _machines.Length; label++)
            {
                for (int machine = 0; machine < _machines[label].Length; machine++)
                {
                    AddMachine(label, machine, firsts[label] + machine, moments, start);
                }
            }
        }

        private void AddMachine(int label, int machine, int number, CodeMoments moments, WeightedPopulation start) => _fits.Add(() =>
        {
            LatentMoments target = moments[number];
            var fit = new BoltzmannFit(_prior, target, fieldsOnly: false, _options);
            _machines[label][machine] = new(target.Rows, fit.Run(start, RandomUse.ClassFit(_seed, 2 * number), _cancel));
            Report($"machine {machine + 1} of {_machines[label].Length} of class '{_codes.Names[label]}'", target, fit);
        });

        private void AddFields(int label, LatentMoments target, WeightedPopulation start) => _fits.Add(() =>
        {
            var fit = new BoltzmannFit(_prior, target, fieldsOnly: true, _options);
            IsingModel shifted = fit.Run(start, RandomUse.ClassFit(_seed, (2 * label) + 1), _cancel);
            _fields[label] = [.. shifted.Fields.Zip(_prior.Fields, (h, shared) => h - shared)];
            Report($"fields of class '{_codes.Names[label]}'", target, fit);
        });

        private void AddLabelSpins(ImmutableArray<LatentMoments> classes) => _fits.Add(() =>
        {
            double rows = classes.Sum(moments => moments.Rows);
            IsingModel start = LabelSpins.Start(_prior, [.. classes.Select(moments => moments.Rows / rows)]);
            LatentMoments target = LabelSpins.Moments(start.Graph, _prior.SpinCount, classes);
            var fit = new BoltzmannFit(start, target, fieldsOnly: false, _options);
            LabelledPrior = fit.Run(Start(start, RandomUse.LabelFitStart(_seed)), RandomUse.LabelFit(_seed), _cancel);
            Report("label spins", target, fit);
        });

        /// <summary>Chains of a model; fits share the cores, so each has one thread.</summary>
        private WeightedPopulation Start(IsingModel model, ulong seed) =>
            new(model, _sampler.Sample(model, new(_options.Chains, seed), _cancel).Spins, logPartition: 0) { MaxDegreeOfParallelism = 1 };

        private void Report(string what, LatentMoments target, BoltzmannFit fit)
        {
            lock (_reporting)
            {
                _progress?.Report(new(what, ++_finished, _fits.Count, target.Rows, fit.MomentError));
            }
        }
    }
}
