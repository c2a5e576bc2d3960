namespace MLNetQuantumPrior.Learning;

/// <summary>The loss of a training step is not a finite number: the model is lost, the message says what to change.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal TrainingDivergedException(long step, StepReport report, double learningRate)
        : base(FormattableString.Invariant(
            $"Training diverged at step {step + 1}: expected a finite loss, got reconstruction {report.Reconstruction} and KL {report.Penalty} nats. ") +
            FormattableString.Invariant($"Lower the learning rate (now {learningRate}) or lengthen the KL warm-up."))
    {
    }
}
