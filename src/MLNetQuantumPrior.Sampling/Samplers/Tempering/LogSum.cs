namespace MLNetQuantumPrior.Sampling;

/// <summary>The logarithm of a growing sum of exponentials, without overflow.</summary>
internal struct LogSum()
{
    private double _largest = double.NegativeInfinity;
    private double _sum; // of exp(x - largest)

    /// <summary>log sum exp(x) of the numbers so far; minus infinity without any.</summary>
    public readonly double Value => _largest + Math.Log(_sum);

    public void Add(double x)
    {
        if (x <= _largest)
        {
            _sum += Math.Exp(x - _largest);
        }
        else
        {
            _sum = (_sum * Math.Exp(_largest - x)) + 1;
            _largest = x;
        }
    }
}
