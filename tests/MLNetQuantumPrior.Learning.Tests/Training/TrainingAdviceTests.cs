namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class TrainingAdviceTests
{
    [TestMethod]
    public void LatentsThatCarryNothingAreSaid() =>
        Assert.Contains("the latents carry next to nothing (KL 0.02 nats)", Run(kl: 0.02, 9, 8, 7, 7, 7, 7).Warnings.Single());

    [TestMethod]
    public void AnImpossibleKlIsSaid()
    {
        Assert.Contains("the KL of -452.64 nats is impossible", Run(kl: -452.64, 9, 8, 7, 7, 7, 7).Warnings.Single());
        Assert.Contains("the latents carry next to nothing (KL -0.05 nats)", Run(kl: -0.05, 9, 8, 7, 7, 7, 7).Warnings.Single());
    }

    [TestMethod]
    public void ALossThatStillFallsIsSaid()
    {
        Assert.Contains("the loss still fell at the end, by 1.00 of 5.00 nats", Run(kl: 2, 9, 8, 7, 6, 5, 4).Warnings.Single());
        Assert.IsEmpty(Run(kl: 2, 9, 6, 5, 4.2, 4.1, 4).Warnings);
        Assert.IsEmpty((Run(kl: 2, 9, 8, 7, 6, 5, 4) with { StopReason = StopReason.Patience }).Warnings);
    }

    [TestMethod]
    public void AFewStepsAreSaid()
    {
        TrainingRun run = Run(kl: 2, 9, 8, 7, 6);

        Assert.Contains(
            "the training had only 24 steps, where some thousand are usual",
            (run with { Options = new() { BatchSize = 128 }, Epochs = [.. run.Epochs.Select(epoch => epoch with { Rows = 700 })] })
                .Warnings.Single());
    }

    private static TrainingRun Run(double kl, params double[] losses) => new(1, new() { BatchSize = 1, KlWeight = 1 }, [
        .. losses.Select((loss, k) => new EpochReport(k + 1, losses.Length, loss, kl, KlWeight: 1, Rows: 1000)),
    ]);
}
