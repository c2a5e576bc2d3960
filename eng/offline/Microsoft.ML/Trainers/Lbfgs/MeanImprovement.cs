namespace Microsoft.ML.Trainers;

/// <summary>Stops when the geometrically weighted mean of improvements falls below a tolerance, or after a number of iterations.</summary>
internal sealed class MeanImprovement(double tolerance, int maximumIterations)
{
    private const double Decay = 0.25;

    private double _sum;
    private double _weight;

    public double Tolerance => tolerance;

    public double Mean => _sum / _weight;

    public bool Stops(double improvement, int iteration)
    {
        _sum = improvement + Decay * _sum;
        _weight = 1 + Decay * _weight;
        return Mean < tolerance || iteration >= maximumIterations;
    }
}
