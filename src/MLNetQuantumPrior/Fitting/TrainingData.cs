using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>A view made ready to train on: in memory where a buffer holds all rows, else streamed.</summary>
internal sealed class TrainingData
{
    private readonly ViewRows _view;
    private readonly TrainingScan _scan;
    private readonly FeaturePreparation _preparation;
    private readonly int _bufferRows;

    /// <summary>Passes over the view once.</summary>
    /// <exception cref="ArgumentException">The view is empty, has a value that no likelihood takes, or too many classes.</exception>
    public TrainingData(ViewRows view, BmVaeEstimator.Options options, ulong seed)
    {
        _view = view;
        _bufferRows = options.BufferRows(view.Features.Size);
        bool needsSample = options.ScalingInUse is FeatureScaling.Quantiles or FeatureScaling.Automatic && options.InitialModel is null;
        _scan = TrainingScan.Of(view, _bufferRows, needsSample ? new(view.Features.Size, _bufferRows, seed) : null, seed);
        (Likelihood, Scaling) = options.InitialModel is { } start
            ? (start.Architecture.Likelihood, start.Scaling)
            : Learn(options);
        ScaleWarning = options.Scaling == FeatureScaling.None && options.InitialModel is null ? LargeSlot() : null;
        bool clips = options.Scaling != FeatureScaling.None || options.InitialModel is not null;
        _preparation = new(view.Features, Likelihood, Scaling, clips);
        if (_scan.IsWhole)
        {
            _preparation.Run(0, _scan.Values);
            Rows = new FeatureMatrix(Likelihood, _scan.Values);
        }
        else
        {
            Rows = new StreamedRows(Likelihood, new PreparedRows(view, _preparation), _scan.Count, ScaledMeans(), _scan.Values);
        }
    }

    public Likelihood Likelihood { get; }

    public SlotScaling Scaling { get; }

    public ITrainingRows Rows { get; }

    /// <summary>What is wrong with numbers that are not scaled; null for nothing.</summary>
    public string? ScaleWarning { get; }

    /// <summary>Names of the classes that have rows; empty without labels.</summary>
    public ImmutableArray<string> ClassNames => _scan.Classes.Names;

    /// <summary>The label column; null without labels.</summary>
    public ModelLabel? Label => _scan.Classes.Label;

    /// <summary>Rows to fit classes on: all of them where they are in memory, else about as many as the buffer holds.</summary>
    public LabelledRows Labelled(ulong seed) => Rows is FeatureMatrix matrix
        ? new(matrix, _scan.ClassNumbers(), ClassNames)
        : LabelledRows.Draw(_view, _scan.Classes, _preparation, Likelihood, _bufferRows, seed);

    /// <summary>The attributes and their values; none where no column was asked for.</summary>
    public ImmutableArray<BoltzmannAttribute> Attributes => _scan.Attributes.Found;

    /// <summary>Rows to fit attributes on: all of them where they are in memory, else as many as the buffer holds.</summary>
    public AttributeRows WithAttributes(ulong seed) => Rows is FeatureMatrix matrix
        ? new(matrix, _scan.Attributes.Kept(), Attributes)
        : AttributeRows.Draw(_view, _scan.Attributes, _preparation, Likelihood, _scan.Count, _bufferRows, seed);

    private (Likelihood Likelihood, SlotScaling Scaling) Learn(BmVaeEstimator.Options options)
    {
        Likelihood likelihood = LikelihoodChoice.Of(options, _view.Features, _scan.Statistics);
        SlotScaling scaling = ScalingFit.Of(options.ScalingInUse, _scan.Statistics, likelihood, _scan.Sample);
        bool areBounded = options.ClampPixels && (options.ImageShape is not null || options.Scaling == FeatureScaling.Shared)
            && scaling.IsGaussian.Contains(true);
        scaling = scaling with { OutputRange = areBounded ? ScalingFit.RangeOfAll(_scan.Statistics, likelihood) : null };
        return (likelihood, options.MissingValues == MissingValues.Mean ? scaling with { Missing = [.. Means()] } : scaling);
    }

    /// <summary>A Gaussian likelihood starts at a mean of 0 and a variance of 1: other numbers cost squares of their size.</summary>
    private string? LargeSlot()
    {
        const double LargeSquare = 100;
        int slot = Array.FindIndex([.. Enumerable.Range(0, _view.Features.Size)], index => Scaling.IsGaussian[index]
            && Math.Pow(_scan.Statistics.Mean(index), 2) + _scan.Statistics.Variance(index) > LargeSquare);
        const string Option = nameof(BmVaeEstimator.Options.Scaling);
        return slot < 0 ? null : FormattableString.Invariant(
            $"slot {slot} has numbers from {_scan.Statistics.Minimum(slot):G4} to {_scan.Statistics.Maximum(slot):G4}, which ") +
            $"'{Option}' {FeatureScaling.None} leaves to a Gaussian likelihood as they are: the loss will be huge. " +
            $"Leave '{Option}' at its default, or take {FeatureScaling.Shared} for pixels";
    }

    private float[] Means() => [.. Enumerable.Range(0, _view.Features.Size).Select(slot => (float)_scan.Statistics.Mean(slot))];

    private float[] ScaledMeans()
    {
        float[] means = Means();
        Scaling.Scale(means, means);
        for (int slot = 0; slot < Scaling.Quantiles.Length; slot++)
        {
            means[slot] = Scaling.Quantiles[slot] is null ? means[slot] : 0; // scores have mean 0, whatever the score of the mean
        }

        return means;
    }
}
