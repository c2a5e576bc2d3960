using System.Runtime.InteropServices;

namespace MLNetQuantumPrior.Sampling;

/// <summary>What measuring the spins after an ideal diabatic anneal gives: the exact distribution of one model.</summary>
public sealed class DiabaticDistribution
{
    private readonly double[] _probabilities;

    internal DiabaticDistribution(IsingModel model, double[] probabilities, DiabaticTemperature temperature, int steps, double? stepChange)
    {
        (Model, _probabilities, Temperature, Steps, StepChange) = (model, probabilities, temperature, steps, stepChange);
    }

    /// <summary>The annealed model.</summary>
    public IsingModel Model { get; }

    /// <summary>All 2^n probabilities; bit i of the index is set where s_i = +1.</summary>
    public ImmutableArray<double> Probabilities => ImmutableCollectionsMarshal.AsImmutableArray(_probabilities);

    /// <summary>The temperatures that the schedule has at weak coupling.</summary>
    public DiabaticTemperature Temperature { get; }

    /// <summary>Steps of the time evolution.</summary>
    public int Steps { get; }

    /// <summary>
    /// Total variation distance between the distribution with <see cref="Steps"/> and with half as many; null where the number of steps was
    /// given.
    /// </summary>
    public double? StepChange { get; }

    /// <summary>
    /// The distribution that first-order theory expects, p(s) ~ exp(-beta_h sum h s - beta_J sum J s s): all 2^n probabilities, numbered
    /// alike.
    /// </summary>
    public double[] BoltzmannProbabilities(CancellationToken cancel = default)
    {
        IsingModel scaled = ScaledModel.Of(Model, Temperature.FieldBeta, Temperature.CouplingBeta);
        return new ExactEnumeration(scaled, cancel: cancel).Probabilities();
    }

    /// <summary>Half the sum of absolute differences of two distributions over the same states.</summary>
    internal static double Distance(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double sum = 0;
        for (int k = 0; k < p.Length; k++)
        {
            sum += Math.Abs(p[k] - q[k]);
        }

        return sum / 2;
    }

    /// <summary>Inverts the cumulative distribution: one configuration for each uniform number of [0, 1).</summary>
    internal void Draw(ReadOnlySpan<double> uniforms, Span<sbyte> spins)
    {
        double[] cumulative = new double[_probabilities.Length];
        double sum = 0;
        for (int k = 0; k < cumulative.Length; k++)
        {
            cumulative[k] = sum += _probabilities[k];
        }

        int n = Model.SpinCount;
        for (int r = 0; r < uniforms.Length; r++)
        {
            // The first state whose cumulative probability exceeds the target, so one of positive probability.
            double target = Math.Min(uniforms[r] * sum, Math.BitDecrement(sum));
            (int low, int high) = (0, cumulative.Length - 1);
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = cumulative[middle] > target ? (low, middle) : (middle + 1, high);
            }

            for (int i = 0; i < n; i++)
            {
                spins[(r * n) + i] = (sbyte)EnergyBlocks.Spin(low, i);
            }
        }
    }
}
