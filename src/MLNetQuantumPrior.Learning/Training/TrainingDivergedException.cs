namespace MLNetQuantumPrior.Learning;

/// <summary>The loss of a training step is not a finite number: the model is lost, the message says what to change.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal TrainingDivergedException(long step, StepReport report, double learningRate)
        : base(FormattableString.Invariant(
            $"Training diverged at step {step + 1}: expected a finite loss, ") +
            FormattableString.Invariant($"got reconstruction {report.Reconstruction} and KL {report.Penalty} nats. ") +
            (step == 0
                ? "No step came before it: the networks give no finite numbers as they start, or the features are none."
                : FormattableString.Invariant($"Lower the learning rate (now {learningRate}) or lengthen the KL warm-up.")))
    {
    }

    internal TrainingDivergedException(long step, double loss, double learningRate)
        : base(FormattableString.Invariant(
            $"Training diverged at step {step + 1}: expected a finite loss, got {loss}. Lower the learning rate (now {learningRate})."))
    {
    }
}
