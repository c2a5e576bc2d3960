namespace MLNetQuantumPrior.Learning;

/// <summary>The weight of the KL term: the schedule's, times a factor that leads the KL to its target where there is one.</summary>
/// <remarks>
/// The factor grows by the relative excess of the KL times <see cref="Gain"/> a step, on a logarithmic scale: an integral controller, so
/// the KL has no lasting offset from its target.
/// </remarks>
internal sealed class KlWeightControl(Schedule schedule, double? target)
{
    /// <summary>A KL twice the target, or none at all, changes the weight by 4 % a step, tenfold in 58 steps.</summary>
    private const double Gain = 0.04;

    private const double MaxLogFactor = 7; // a thousandfold

    /// <summary>Logarithm of the factor: all there is to store.</summary>
    public double LogFactor { get; set; }

    public double Weight(long step) => schedule.KlWeight(step) * Math.Exp(LogFactor);

    /// <summary>Notes the KL of a step.</summary>
    public void Add(long step, double? kl)
    {
        if (target is not null && kl is not null && step >= schedule.WarmUpSteps)
        {
            LogFactor = Math.Clamp(LogFactor + (Gain * Math.Clamp((kl.Value / target.Value) - 1, -1, 1)), -MaxLogFactor, MaxLogFactor);
        }
    }
}
