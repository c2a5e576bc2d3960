using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What an epoch showed of a Boltzmann prior, and whether the chains of its negative phase mix as fast as it learns. Means over the epoch's
/// rows, while the parameters moved; nats.
/// </summary>
/// <param name="Entropy">H(q) of the encoder's bits, summed over latents.</param>
/// <param name="PosteriorEnergy">E_q[E], the prior's energy of the encoder's bits.</param>
/// <param name="ModelEnergy">
/// Mean energy of the model's own draws: equal to <paramref name="PosteriorEnergy"/> on average when the prior fits the codes.
/// </param>
/// <param name="LogPartition">
/// log Z; null where it is not known. KL = <paramref name="PosteriorEnergy"/> - <paramref name="Entropy"/> + log Z.
/// </param>
public sealed record BoltzmannReport(double Entropy, double PosteriorEnergy, double ModelEnergy, double? LogPartition)
{
    /// <summary>Above this <see cref="RHat"/> the prior counts as not mixing.</summary>
    public const double LargestRHat = 1.1;

    /// <summary>
    /// Below this <see cref="EffectiveShare"/> the weights count as degenerate: the prior learns faster than its chains can follow.
    /// Trainings on MNIST with the default options have 0.5 to 0.7, and with five times their learning rate less than this.
    /// </summary>
    public const double SmallestEffectiveShare = 0.4;

    /// <summary>
    /// Standard error of the last estimate by annealing that <see cref="LogPartition"/> was anchored to; null before the first one, and
    /// where log Z is not known or known in closed form.
    /// </summary>
    public double? LogPartitionStandardError { get; init; }

    /// <summary>
    /// R-hat of the chains' energies, each minus the mean over chains, over the last steps: about 1 where the chains mix, above
    /// <see cref="LargestRHat"/> where they do not; fresh draws that replace the chains count as mixing. Null before there are enough
    /// steps, and without chains.
    /// </summary>
    public double? RHat { get; init; }

    /// <summary>Steps after which a chain's energy is decorrelated; null before there are enough steps, and without chains.</summary>
    public double? AutocorrelationTime { get; init; }

    /// <summary>
    /// Effective sample size of the chains' weights as a part of their number, before any resampling, mean over steps; null where chains
    /// have no weights.
    /// </summary>
    public double? EffectiveShare { get; init; }

    /// <summary>Calls of the sampler in a step of the epoch; null where the machine has no couplings and needs no chains.</summary>
    public int? Rounds { get; init; }

    /// <summary>
    /// Most steps after which all chains are replaced by fresh draws; null where they are not: with
    /// <see cref="NegativePhaseKind.SamplerDraws"/> of a sampler that goes on from call to call, and of more than 1,024 spins.
    /// </summary>
    public int? StepsPerRedraw { get; init; }

    /// <summary>What the sampler says is wrong with its draws of the last step and what to change; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // files of trainings without stay as they were
    public string? SamplerWarning { get; init; }

    /// <summary>
    /// What is wrong with the chains and what to change; null where all is well, or where fresh draws replace chains that do not mix.
    /// Whether the prior came out right is what <see cref="TrainingRun.PriorCheck"/> says.
    /// </summary>
    public string? Warning => RHat > LargestRHat && StepsPerRedraw is null
        ? FormattableString.Invariant($"the prior's chains have stopped mixing (R-hat {RHat:F2}): ") +
            $"take fewer latents, or '{nameof(TrainingOptions.NegativePhase)}' {NegativePhaseKind.SamplerDraws} with a " +
            $"{nameof(Sampling.ParallelTemperingSampler)}"
        : EffectiveShare < SmallestEffectiveShare
            ? FormattableString.Invariant($"the prior learns faster than its chains follow (effective share {EffectiveShare:F2}): ") +
                "lower the learning rate or take more chains"
            : SamplerWarning;
}
