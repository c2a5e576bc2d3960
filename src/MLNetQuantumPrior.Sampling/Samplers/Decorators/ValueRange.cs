namespace MLNetQuantumPrior.Sampling;

/// <summary>The numbers a device takes for one kind of parameter.</summary>
/// <param name="Low">The lowest.</param>
/// <param name="High">The highest.</param>
public readonly record struct ValueRange(double Low, double High)
{
    /// <summary>Every number.</summary>
    public static ValueRange Unlimited => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The largest factor, at most 1, that brings a number into the range.</summary>
    internal double LargestFactor(double value) =>
        value > High ? High / value : value < Low ? Low / value : 1;
}
