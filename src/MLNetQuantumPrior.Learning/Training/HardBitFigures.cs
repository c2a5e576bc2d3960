namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Puts figures of hard bits into reports of steps that trained soft ones: of some training rows, and the model after the steps.
/// </summary>
internal sealed class HardBitFigures(IShuffledRows rows, Likelihood likelihood, ulong seed, TrainingOptions options)
{
    /// <summary>Rows that are measured at most: some thousandths of a nat on a table, and little time beside an epoch.</summary>
    private const int Most = 1000;

    private FeatureMatrix? _sample;

    /// <summary>An epoch of the rows; of the first one those that are measured are kept, so that a stream needs no pass for them.</summary>
    public IEnumerable<ReadOnlyMemory<float>> Epoch(int epoch) => epoch == 0 ? Kept() : rows.Epoch(seed, epoch);

    /// <summary>The report with the figures of a model.</summary>
    /// <param name="report">The figures of soft bits.</param>
    /// <param name="model">What the steps have led to.</param>
    /// <param name="logPartition">Its log Z; null where it is not known.</param>
    /// <param name="cancel">Ends the call with an <see cref="OperationCanceledException"/>.</param>
    public EpochReport Correct(EpochReport report, BmVaeModel model, double? logPartition, CancellationToken cancel)
    {
        RowScore[] scores = ModelEvaluation.Scores(
            model,
            Sample(),
            new()
            {
                ImportanceSamples = 1, Seed = seed, Binarization = options.DynamicBinarization,
                MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            },
            cancel);
        double entropy = scores.Average(score => score.Terms.Entropy), energy = scores.Average(score => score.Terms.Energy);
        return report with
        {
            Reconstruction = scores.Average(score => score.Reconstruction),
            SoftReconstruction = report.Reconstruction,
            Kl = energy - entropy + logPartition,
            Boltzmann = report.Boltzmann! with { Entropy = entropy, PosteriorEnergy = energy, LogPartition = logPartition },
        };
    }

    /// <summary>The first rows of the first epoch, in random order; read again where a checkpoint began after it.</summary>
    private FeatureMatrix Sample()
    {
        if (_sample is null)
        {
            using IEnumerator<ReadOnlyMemory<float>> first = Kept().GetEnumerator();
            while (_sample is null && first.MoveNext())
            {
            }
        }

        return _sample!;
    }

    private IEnumerable<ReadOnlyMemory<float>> Kept()
    {
        int columns = likelihood.Slots, row = 0, count = (int)Math.Min(rows.Count, Most);
        float[] values = new float[count * columns];
        foreach (ReadOnlyMemory<float> features in rows.Epoch(seed, epoch: 0))
        {
            if (row < count)
            {
                features.CopyTo(values.AsMemory(row++ * columns));
                _sample = row == count ? new(likelihood, values) : null;
            }

            yield return features;
        }
    }
}
