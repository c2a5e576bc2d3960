namespace MLNetQuantumPrior.Learning;

/// <summary>What a training that went wrong quietly shows in its reports.</summary>
internal static class TrainingAdvice
{
    /// <summary>Below this, in nats, latents say next to nothing of a row.</summary>
    private const double LeastKl = 0.1;

    /// <summary>A KL is never negative; its estimate may be, by the error of log Z. Below this, in nats, something else is wrong.</summary>
    private const double LostKl = -1;

    /// <summary>Nats by which soft and hard bits may differ at the end, and what part of the reconstruction besides.</summary>
    private const double MostSoftness = 0.1, MostSoftPart = 0.05;

    /// <summary>Networks start at random numbers, and are hardly anything else after fewer steps.</summary>
    private const int FewSteps = 200;

    /// <summary>
    /// A third of the steps makes a tenth of the whole gain or less in a training that is long enough, as its learning rate falls to 0.
    /// </summary>
    private const double MostGainOfLastThird = 0.15;

    /// <summary>Each thing that is wrong, and what to change.</summary>
    public static IEnumerable<string> Of(TrainingRun run)
    {
        if (run.Epochs.IsDefaultOrEmpty || run.Epochs.FirstOrDefault(epoch => epoch.Epoch == run.ModelEpoch) is not { } model)
        {
            yield break;
        }

        double? estimate = model.ValidationKl ?? model.Kl;
        if (estimate < LostKl)
        {
            yield return FormattableString.Invariant($"the KL of {estimate:F2} nats is impossible, and with it all bounds of the log: ") +
                $"the averages over the prior are wrong, so lower '{nameof(TrainingOptions.LearningRate)}', or take more " +
                $"'{nameof(TrainingOptions.KlWarmUpEpochs)}' or fewer latents";
        }
        else if (estimate is { } kl && kl < LeastKl)
        {
            yield return FormattableString.Invariant($"the latents carry next to nothing (KL {kl:F2} nats): ") +
                $"train for more '{nameof(TrainingOptions.Steps)}', with a lower '{nameof(TrainingOptions.KlWeight)}' " +
                $"or more '{nameof(TrainingOptions.KlWarmUpEpochs)}'";
        }

        EpochReport last = run.Epochs[^1];
        double most = MostSoftness + (MostSoftPart * Math.Abs(last.Reconstruction));
        if (last.SoftReconstruction is { } soft && Math.Abs(last.Reconstruction - soft) > most)
        {
            yield return FormattableString.Invariant(
                $"hard bits reconstruct at {last.Reconstruction:F2} nats, the soft ones that were trained at {soft:F2}: ") +
                $"leave '{nameof(TrainingOptions.HardBitsFrom)}' at its default, or take {nameof(Relaxation.ReinMax)}";
        }

        if (last.Boltzmann?.SamplerWarning is { } warning)
        {
            yield return $"draws of the sampler: {warning}";
        }

        if (run.StopReason == StopReason.AllEpochs && ShortBy(run) is { } reason)
        {
            yield return $"{reason}: train for more '{nameof(TrainingOptions.Steps)}'";
        }
    }

    private static string? ShortBy(TrainingRun run)
    {
        long steps = run.Epochs.Sum(epoch => (long)Math.Ceiling(epoch.Rows / (double)(run.Options.BatchSize ?? 1)));
        if (steps < FewSteps)
        {
            return $"the training had only {steps} steps, where some thousand are usual";
        }

        double[] losses = [.. run.Epochs.Select(epoch => Loss(epoch, run.Options.KlWeight ?? 1))];
        double gain = losses[0] - losses[^1], lastGain = losses[losses.Length * 2 / 3] - losses[^1];
        return losses.Length >= 6 && gain > 0 && lastGain > MostGainOfLastThird * gain
            ? FormattableString.Invariant($"the loss still fell at the end, by {lastGain:F2} of {gain:F2} nats in the last third")
            : null;
    }

    private static double Loss(EpochReport epoch, double klWeight) =>
        (epoch.ValidationReconstruction ?? epoch.Reconstruction) + (klWeight * (epoch.ValidationKl ?? epoch.Kl ?? 0));
}
