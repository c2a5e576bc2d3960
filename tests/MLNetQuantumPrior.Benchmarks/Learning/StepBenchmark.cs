using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// What a training step costs with each prior and the same networks: steps of two epochs by short turns, so that what else the machine does
/// hits all alike.
/// </summary>
internal static class StepBenchmark
{
    /// <param name="Model">Networks and latents.</param>
    /// <param name="Prior">Of the step.</param>
    /// <param name="Threads">Threads that it may use.</param>
    /// <param name="OverGaussian">Processor time of two epochs' steps over that of a Gaussian VAE's.</param>
    /// <param name="WallOverGaussian">The same by the clock on the wall.</param>
    private sealed record StepCost(string Model, string Prior, int Threads, double OverGaussian, double WallOverGaussian);

    /// <param name="folder">Receives learning-steps.json.</param>
    /// <param name="threadCounts">Numbers of threads to measure with.</param>
    public static void Run(string folder, IReadOnlyList<int> threadCounts)
    {
        const int Turns = 14, StepsOfATurn = 2 * StepSubject.StepsPerEpoch / Turns;
        PriorKind[] priors = [PriorKind.Gaussian, PriorKind.Bernoulli, PriorKind.Rbm, PriorKind.Boltzmann];
        var costs = new List<StepCost>();
        foreach (int threads in threadCounts)
        {
            foreach (int latents in new[] { 128, 256 })
            {
                StepSubject[] subjects = [.. priors.Select(prior => new StepSubject(prior, latents, threads))];
                Array.ForEach(subjects, subject => subject.Run(2 * StepsOfATurn)); // to warm up
                TrainingTime[] sums = new TrainingTime[subjects.Length];
                for (int turn = 0; turn < Turns; turn++)
                {
                    for (int k = 0; k < subjects.Length; k++)
                    {
                        TrainingTime time = subjects[k].Run(StepsOfATurn);
                        sums[k] = new(sums[k].Wall + time.Wall, sums[k].Processor + time.Processor);
                    }
                }

                for (int k = 1; k < subjects.Length; k++)
                {
                    var cost = new StepCost(
                        $"mlp 784-512-256-{latents}", $"{subjects[k].Prior}", threads, sums[k].Processor / sums[0].Processor,
                        sums[k].Wall / sums[0].Wall);
                    costs.Add(cost);
                    Console.WriteLine(FormattableString.Invariant(
                        $"step {cost.Model,-20} {threads} threads {cost.Prior,-10} {cost.OverGaussian:F3} of a Gaussian step, ") +
                        FormattableString.Invariant($"{cost.WallOverGaussian:F3} by the clock"));
                }

                Array.ForEach(subjects, subject => subject.Dispose());
            }
        }

        ResultFile.Write(folder, "learning-steps.json", costs);
    }
}
