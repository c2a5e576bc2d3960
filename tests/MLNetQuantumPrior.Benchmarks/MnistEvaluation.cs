using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Priors of different connectivity with the same networks, on MNIST's test images, over three seeds.</summary>
internal static class MnistEvaluation
{
    private const int Latents = 128;
    private static readonly ulong[] Seeds = [1, 2, 3];

    private sealed record Score(
        string Prior, int Latents, int Epochs, double Seconds, Figure Reconstruction, Figure Mse, Figure Kl, Figure Elbo, Figure Iw, Figure LogZ, double LogZStdErr);

    private sealed record Figure(double Mean, double Spread)
    {
        public static Figure Of(BmVaeMetrics[] results, Func<BmVaeMetrics, double> value)
        {
            double mean = results.Average(value);
            return new(mean, Math.Sqrt(results.Sum(result => Math.Pow(value(result) - mean, 2)) / (results.Length - 1)));
        }
    }

    public static void Run(string dataFolder, string folder)
    {
        FeatureMatrix train = Mnist.Load(dataFolder, "train").Images, test = Mnist.Load(dataFolder, "t10k").Images;
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
            BmVaeMetrics[] results = [.. Seeds.Select(seed =>
            {
                var trainer = new BmVaeTrainer(new SimdEngine(), new BlockGibbsSampler { Sweeps = 2 }, options);
                BmVaeModel model = trainer.Train(train, architecture, graph, seed);
                seconds += model.Training!.Epochs.Sum(epoch => epoch.Seconds) / Seeds.Length;
                return ModelEvaluation.Measure(model, test, new());
            })];
            scores.Add(new(
                name,
                Latents,
                options.Epochs,
                seconds,
                Figure.Of(results, result => result.Reconstruction),
                Figure.Of(results, result => result.MeanSquaredError),
                Figure.Of(results, result => result.Kl),
                Figure.Of(results, result => result.Elbo),
                Figure.Of(results, result => result.ImportanceWeightedBound),
                Figure.Of(results, result => result.LogPartition.Value),
                results.Max(result => result.LogPartition.StandardError)));
            Console.WriteLine(FormattableString.Invariant(
                $"{name,-10} reconstruction {scores[^1].Reconstruction.Mean:F2}, KL {scores[^1].Kl.Mean:F2}, ELBO {scores[^1].Elbo.Mean:F2}, IW-100 {scores[^1].Iw.Mean:F2} +- {scores[^1].Iw.Spread:F2} nats, {seconds:F0} s"));
        }

        ResultFile.Write(folder, "mnist.json", scores);
    }
}
