using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>The fits of machines, fields and label spins of one training of classes, side by side.</summary>
internal sealed class BoltzmannClassFits
{
    private readonly ClassFitOptions _options;
    private readonly IsingModel _prior;
    private readonly LabelledCodes _codes;
    private readonly IIsingSampler _sampler;
    private readonly ulong _seed;
    private readonly IProgress<ClassFitReport>? _progress;
    private readonly CancellationToken _cancel;
    private readonly Lock _reporting = new();
    private readonly float[][] _fields;
    private readonly IsingModel[] _wholes; // machine of each whole class
    private readonly ClassMachine[][] _machines; // [class][machine]
    private readonly int _fits;
    private int _finished;

    public BoltzmannClassFits(
        IIsingSampler sampler,
        ClassFitOptions options,
        IsingModel prior,
        LabelledCodes codes,
        ulong seed,
        IProgress<ClassFitReport>? progress,
        CancellationToken cancel)
    {
        (_sampler, _options, _prior, _codes, _seed, _progress, _cancel) = (sampler, options, prior, codes, seed, progress, cancel);
        int classes = codes.Names.Length;
        (_fields, _wholes) = (new float[classes][], new IsingModel[classes]);
        _machines = [.. codes.RowsOfClasses.Select(
            rows => new ClassMachine[Math.Clamp(rows.Length / BoltzmannClassTrainer.LeastRowsPerMachine, 1, options.MachinesPerClass)])];
        _fits = (2 * classes) + (options.LabelSpins ? 1 : 0) + _machines.Where(own => own.Length > 1).Sum(own => own.Length);
    }

    public IsingModel? LabelledPrior { get; private set; }

    private ParallelOptions Cores => new() { MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism, CancellationToken = _cancel };

    public ImmutableArray<BoltzmannClass> Classes() => [.. _codes.Names.Select(
        (name, label) => new BoltzmannClass(name, [.. _fields[label]], ImmutableCollectionsMarshal.AsImmutableArray(_machines[label])))];

    public void Run()
    {
        var moments = new CodeMoments(_prior.Graph, _codes, _codes.Labels, _fields.Length, _options.MaxDegreeOfParallelism);
        TargetMoments[] ofClasses = [.. Enumerable.Range(0, _fields.Length).Select(label => moments[label])];
        IEnumerable<Action> labelSpins = _options.LabelSpins ? [() => FitLabelSpins([.. ofClasses])] : [];
        SideBySide(
        [
            .. ofClasses.Select((target, label) => (Action)(() => FitWhole(label, target))),
            .. ofClasses.Select((target, label) => (Action)(() => FitFields(label, target))),
            .. labelSpins,
        ]);
        if (_options.MachinesPerClass > 1)
        {
            SideBySide(Parts());
        }
    }

    private void SideBySide(IEnumerable<Action> fits) =>
        Parallel.ForEach(Partitioner.Create(fits, EnumerablePartitionerOptions.NoBuffering), Cores, fit => fit());

    private void FitWhole(int label, TargetMoments target)
    {
        var fit = new BoltzmannFit(_prior, target, fieldsOnly: false, _sampler, _options);
        _wholes[label] = fit.Run(RandomUse.ClassFit(_seed, 2 * label), _cancel);
        if (_machines[label].Length == 1)
        {
            _machines[label][0] = new(target.Rows, _wholes[label]);
        }

        Report($"machine of class '{_codes.Names[label]}'", target, fit);
    }

    /// <summary>Fits of the machines of each class that has several.</summary>
    private List<Action> Parts()
    {
        var parts = new List<(int Label, int Machine)>();
        int[] groups = new int[_codes.Rows]; // number of each row's part
        Array.Fill(groups, -1);
        for (int label = 0; label < _machines.Length; label++)
        {
            if (_machines[label].Length > 1)
            {
                Divide(label, parts.Count, groups);
                parts.AddRange(_machines[label].Select((_, machine) => (label, machine)));
            }
        }

        var moments = new CodeMoments(_prior.Graph, _codes, groups, parts.Count, _options.MaxDegreeOfParallelism);
        return [.. parts.Select((part, number) => (Action)(() => FitPart(part.Label, part.Machine, number, moments[number])))];
    }

    /// <summary>Divides the rows of a class among its machines.</summary>
    private void Divide(int label, int first, int[] groups)
    {
        int[] rows = _codes.RowsOfClasses[label];
        var random = new UniformStream(_seed, RandomUse.FirstCentres(label));
        int[] clusters = CodeClusters.Of(_codes, rows, _machines[label].Length, random);
        for (int k = 0; k < rows.Length; k++)
        {
            groups[rows[k]] = first + clusters[k];
        }
    }

    private void FitPart(int label, int machine, int number, TargetMoments target)
    {
        var fit = new BoltzmannFit(_wholes[label], target, fieldsOnly: false, _sampler, _options);
        _machines[label][machine] = new(target.Rows, fit.Run(RandomUse.PartFit(_seed, number), _cancel));
        Report($"machine {machine + 1} of {_machines[label].Length} of class '{_codes.Names[label]}'", target, fit);
    }

    private void FitFields(int label, TargetMoments target)
    {
        var fit = new BoltzmannFit(_prior, target, fieldsOnly: true, _sampler, _options);
        IsingModel shifted = fit.Run(RandomUse.ClassFit(_seed, (2 * label) + 1), _cancel);
        _fields[label] = [.. shifted.Fields.Zip(_prior.Fields, (h, shared) => h - shared)];
        Report($"fields of class '{_codes.Names[label]}'", target, fit);
    }

    private void FitLabelSpins(ImmutableArray<TargetMoments> classes)
    {
        double rows = classes.Sum(moments => moments.Rows);
        IsingModel start = LabelSpins.Start(_prior, [.. classes.Select(moments => moments.Rows / rows)]);
        TargetMoments target = LabelSpins.Moments(start.Graph, _prior.SpinCount, classes);
        var fit = new BoltzmannFit(start, target, fieldsOnly: false, _sampler, _options);
        LabelledPrior = fit.Run(RandomUse.LabelFit(_seed), _cancel);
        Report("label spins", target, fit);
    }

    private void Report(string what, TargetMoments target, BoltzmannFit fit)
    {
        lock (_reporting)
        {
            _progress?.Report(new(what, ++_finished, _fits, target.Rows, fit.MomentError));
        }
    }
}
