using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Whether a trained Boltzmann prior is right by its own distribution: how far fresh draws of it are from the codes of the rows that it was
/// trained on. Chains that look right and a good bound do not show this.
/// </summary>
/// <param name="BitError">
/// Mean over bits of the difference between the share of draws in which it is 1 and that of codes; not a number where annealing does not
/// find enough independent draws.
/// </param>
/// <param name="PairError">
/// Mean over coupled pairs of the difference between the share of draws in which both bits are equal and that of codes; 0 without
/// couplings.
/// </param>
public sealed record PriorCheck(double BitError, double PairError)
{
    /// <summary>Above this, and what noise explains, the prior counts as off.</summary>
    public const double LargestError = 0.02;

    /// <summary>About what <see cref="BitError"/> would be of a prior that is right, for the finite number of draws and codes.</summary>
    public double BitNoise { get; init; }

    /// <summary>About what <see cref="PairError"/> would be of a prior that is right.</summary>
    public double PairNoise { get; init; }

    /// <summary>What the check found before the prior was fitted to the codes again; null where it was not, or that did not help.</summary>
    public PriorCheck? BeforeRefit { get; init; }

    /// <summary>
    /// KL(q || p) of the training rows, or of some 16,000 of them, with log Z from the same draws: nearer to the finished model's than what
    /// the last epoch reported, while its parameters moved. Null where that is not known.
    /// </summary>
    public double? Kl { get; init; }

    /// <summary>What is wrong with the prior and what to do; null where it is right.</summary>
    [JsonIgnore]
    public string? Warning => Distance <= LargestError ? null : double.IsNaN(Distance)
        ? "the prior cannot be checked: annealing finds too few independent draws of it, as generation will. Take fewer latents, or " +
            $"'{nameof(TrainingOptions.CouplingDecay)}'"
        : FormattableString.Invariant(
        $"the prior is off: fresh draws differ from the codes by {BitError:F3} in the mean of a bit and {PairError:F3} in pairs ") +
        FormattableString.Invariant($"(at most {LargestError} is right), so generated rows will be. Train longer, or with ") +
        $"'{nameof(TrainingOptions.NegativePhase)}' {NegativePhaseKind.SamplerDraws} and a " +
        $"{nameof(Sampling.ParallelTemperingSampler)}";

    /// <summary>The larger error, without what noise adds to it.</summary>
    internal double Distance => Math.Max(WithoutNoise(BitError, BitNoise), WithoutNoise(PairError, PairNoise));

    /// <inheritdoc/>
    public override string ToString()
    {
        if (double.IsNaN(BitError))
        {
            return "check of the prior: no fresh draws";
        }

        string refit = BeforeRefit is { } before
            ? FormattableString.Invariant(
                $" after a fit to the codes ({before.BitError:F3} and {before.PairError:F3}, KL {before.Kl:F2} nats before)")
            : "";
        return FormattableString.Invariant(
            $"check of the prior: fresh draws differ from the codes by {BitError:F3} in bits and {PairError:F3} in pairs{refit}, ") +
            FormattableString.Invariant($"of which noise explains {BitNoise:F3} and {PairNoise:F3}; KL {Kl:F2} nats");
    }

    private static double WithoutNoise(double error, double noise) => Math.Sqrt(Math.Max(0, (error * error) - (noise * noise)));
}
