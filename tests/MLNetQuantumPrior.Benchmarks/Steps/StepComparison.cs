using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;
using MLNetQuantumPrior.Torch;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>
/// What a training step takes with each prior over what it takes with a Gaussian one of the same networks, 784-512-256-latents, on either
/// engine. All trainings take turns, so that what else the machine does hits them alike, and have been at it for two epochs: the first ones
/// are not like the others, as weights, averages of the optimiser and chains are still near where they started.
/// </summary>
internal static class StepComparison
{
    private const int Digits = 8192, EpochsBefore = 2, Epochs = 3;

    /// <summary>Measures with each number of threads, on digits that the model of the repository draws.</summary>
    /// <exception cref="InvalidOperationException">libtorch cannot be loaded.</exception>
    public static IEnumerable<ResultRow> Measure(IReadOnlyList<int> threadCounts)
    {
        FeatureMatrix digits = Drawn(BmVaeModel.Load(Path.Combine(Checkout.Root, "models", "mnist-digits.bmvae")));
        return threadCounts.SelectMany(threads => new[] { 128, 256 }.SelectMany(latents => ByTurns(digits, latents, threads)));
    }

    private static IEnumerable<ResultRow> ByTurns(FeatureMatrix digits, int latents, int threads)
    {
        string set = FormattableString.Invariant($"{latents} latents on {threads} {(threads == 1 ? "thread" : "threads")}");
        ITrainingEngine simd = new SimdEngine { MaxDegreeOfParallelism = threads };
        ITrainingEngine torch = new TorchSharpEngine { MaxDegreeOfParallelism = threads };
        (string Method, ITrainingEngine Engine, PriorKind Kind)[] kinds =
        [
            ("Gaussian", simd, PriorKind.Gaussian),
            ("independent bits", simd, PriorKind.Bernoulli),
            ("RBM", simd, PriorKind.Rbm),
            ("complete graph", simd, PriorKind.Boltzmann),
            ("Gaussian on TorchSharp", torch, PriorKind.Gaussian),
            ("complete graph on TorchSharp", torch, PriorKind.Boltzmann),
        ];
        StepSubject[] subjects = [.. kinds.Select(kind => new StepSubject(digits, kind.Kind, latents, threads, kind.Engine))];
        for (int turn = 0; turn < (EpochsBefore + Epochs) * StepSubject.TurnsPerEpoch; turn++)
        {
            Array.ForEach(subjects, subject => subject.Turn(isCounted: turn >= EpochsBefore * StepSubject.TurnsPerEpoch));
        }

        Console.WriteLine($"measured {set}");
        for (int k = 0; k < kinds.Length; k++)
        {
            int gaussian = Array.FindIndex(kinds, kind => kind.Kind == PriorKind.Gaussian && kind.Engine == kinds[k].Engine);
            int ours = Array.FindIndex(kinds, kind => kind.Kind == kinds[k].Kind && kind.Engine == simd);
            yield return Row("milliseconds", subjects[k].Clock);
            yield return Row("processor milliseconds", subjects[k].Processor);
            yield return Row("to Gaussian", subjects[k].Clock / subjects[gaussian].Clock);
            yield return Row("to Gaussian by processor", subjects[k].Processor / subjects[gaussian].Processor);
            if (ours != k)
            {
                yield return Row("to SIMD", subjects[k].Clock / subjects[ours].Clock);
            }

            ResultRow Row(string metric, double value) => new(set, kinds[k].Method, metric, Seed: 1, value);
        }

        Array.ForEach(subjects, subject => subject.Dispose());
    }

    private static FeatureMatrix Drawn(BmVaeModel model)
    {
        SampleSet draws = new PopulationAnnealingSampler { Population = Digits }.Sample(model.Prior, new(Digits, 1));
        return new(model.Architecture.InputSize, model.Decode(draws.Spins));
    }
}
