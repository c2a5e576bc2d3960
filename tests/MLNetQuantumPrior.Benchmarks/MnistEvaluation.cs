using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Priors of different connectivity with the same networks, on MNIST's test images, over three seeds.</summary>
internal static class MnistEvaluation
{
    private const int Latents = 128;
    private static readonly ulong[] Seeds = [1, 2, 3];

    private sealed record Score(string Prior, int Latents, int Epochs, double Seconds, double Reconstruction, double ReconstructionSpread, double Mse);

    public static void Run(string dataFolder, string folder)
    {
        FeatureMatrix train = Load(dataFolder, "train"), test = Load(dataFolder, "t10k");
        var options = new TrainingOptions();
        var scores = new List<Score>();
        foreach ((string name, SpinGraph graph) in new[]
        {
            ("bernoulli", SpinGraph.FromEdges(Latents, [])),
            ("rbm", SpinGraph.Bipartite(Latents / 2, Latents / 2)),
            ("complete", SpinGraph.Complete(Latents)),
        })
        {
            VaeArchitecture architecture = VaeArchitecture.Mlp(train.Columns, [512, 256], Latents);
            double seconds = 0;
            Reconstruction[] results = [.. Seeds.Select(seed =>
            {
                var progress = new Accumulator(value => seconds += value.Seconds / Seeds.Length);
                var trainer = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, options);
                return Reconstruction.Measure(trainer.Train(train, architecture, graph, seed, progress), test, seed: 1);
            })];
            double mean = results.Average(result => result.Nats);
            double spread = Math.Sqrt(results.Sum(result => Math.Pow(result.Nats - mean, 2)) / (results.Length - 1));
            scores.Add(new(name, Latents, options.Epochs, seconds, mean, spread, results.Average(result => result.MeanSquaredError)));
            Console.WriteLine(FormattableString.Invariant($"{name,-10} reconstruction {mean:F2} +- {spread:F2} nats, mse {scores[^1].Mse:F5}, {seconds:F0} s"));
        }

        ResultFile.Write(folder, "mnist.json", scores);
    }

    private static FeatureMatrix Load(string folder, string part)
    {
        IdxFile images = IdxFile.Read(Path.Combine(folder, $"{part}-images-idx3-ubyte"));
        return new(images.ItemSize, [.. images.Content.Select(value => value / 255f)]);
    }

    private sealed class Accumulator(Action<EpochReport> add) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => add(value);
    }
}
