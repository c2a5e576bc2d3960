namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Mean of a running log Z over the rows of an epoch. What an anchor shows as drift is taken to have grown linearly since the
/// last anchor, and taken out of the mean.
/// </summary>
internal sealed class LogPartitionMean
{
    private double _sum;
    private long _rows;
    private long _rowsSinceAnchor;
    private long _stepsSinceAnchor;

    /// <summary>Adds a step.</summary>
    /// <param name="rows">Its weight.</param>
    /// <param name="logPartition">log Z in the step, after the anchor if it has one; null where it is not known.</param>
    /// <param name="anchor">The anchor after the step, if there is one.</param>
    public void Add(int rows, double? logPartition, LogPartitionAnchor? anchor)
    {
        double drift = anchor?.Drift ?? 0;
        _sum += ((logPartition ?? double.NaN) + drift) * rows;
        _rows += rows;
        _rowsSinceAnchor += rows;
        _stepsSinceAnchor++;
        if (anchor is not null)
        {
            // 1/steps of the drift at the first step after the last anchor, all of it at this one; earlier epochs had the first steps.
            double first = anchor.Steps - _stepsSinceAnchor + 1.0;
            _sum -= drift * (first + anchor.Steps) / (2 * anchor.Steps) * _rowsSinceAnchor;
            (_rowsSinceAnchor, _stepsSinceAnchor) = (0, 0);
        }
    }

    /// <summary>The mean since the last call; null where log Z was not known.</summary>
    public double? EndEpoch()
    {
        double mean = _sum / _rows;
        (_sum, _rows, _rowsSinceAnchor, _stepsSinceAnchor) = (0, 0, 0, 0);
        return double.IsNaN(mean) ? null : mean;
    }
}
