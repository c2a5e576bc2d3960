namespace MLNetQuantumPrior.Learning;

/// <summary>Whether the chains of a training forget where they were as fast as the prior learns.</summary>
/// <param name="RHat">
/// R-hat of the chains' energies, each less the mean over chains, over the last steps: about 1 where chains forget, above
/// <see cref="LargestRHat"/> where they do not; null before there are enough steps.
/// </param>
/// <param name="AutocorrelationTime">Steps after which a chain's energy is as good as new; null before there are enough steps.</param>
/// <param name="EffectiveShare">
/// Effective sample size of the chains' weights as a part of their number, before those that wore out were resampled, mean over steps; null
/// where they have none.
/// </param>
/// <param name="Rounds">Calls of the sampler in a step at the end of the epoch.</param>
public sealed record MixingReport(double? RHat, double? AutocorrelationTime, double? EffectiveShare, int Rounds)
{
    /// <summary>Above it the prior counts as not mixing.</summary>
    public const double LargestRHat = 1.1;

    /// <summary>
    /// Below it the weights count as worn out: the prior learns faster than its chains can follow. Trainings on MNIST with the default
    /// options have 0.5 to 0.7, and with five times their learning rate less than this.
    /// </summary>
    public const double SmallestEffectiveShare = 0.4;

    /// <summary>What is wrong and what to change; null where all is well.</summary>
    public string? Warning => RHat > LargestRHat
        ? FormattableString.Invariant($"the prior's chains have stopped mixing (R-hat {RHat:F2}): ") +
            "give the sampler more sweeps, allow more rounds, or add decay to the couplings"
        : EffectiveShare < SmallestEffectiveShare
            ? FormattableString.Invariant($"the prior learns faster than its chains follow (effective share {EffectiveShare:F2}): ") +
                "lower the learning rate or take more chains"
            : null;
}
