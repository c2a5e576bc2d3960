namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Mean of independent numbers and its standard error.</summary>
internal struct SampleMean
{
    private int _count;
    private double _mean;
    private double _squares; // sum of squared deviations from the mean, by Welford's update

    public readonly double Value => _mean;

    public readonly double StandardError => Math.Sqrt(_squares / (_count - 1) / _count);

    public void Add(double number)
    {
        _count++;
        double deviation = number - _mean;
        _mean += deviation / _count;
        _squares += deviation * (number - _mean);
    }

    public readonly void AssertWithinFourSigma(double expected, string what) =>
        Assert.AreEqual(expected, _mean, (4 * StandardError) + 1e-12, what);
}
