using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// A training whose negative phase an ideal diabatic annealer draws, beside ones with exact draws and with chains: ten latents, so that the
/// annealer can be emulated and log Z is exact.
/// </summary>
internal static class DiabaticTraining
{
    private const string Exact = "exact draws", Chains = "chains", FastAnneal = "annealer, T = 1", SlowerAnneal = "annealer, T = 4";
    private const int Latents = 10, Epochs = 30, QuickEpochs = 2, Images = 10_000, TestImages = 1000, ImportanceSamples = 1000;

    private static readonly string[] Methods = [Exact, Chains, FastAnneal, SlowerAnneal];

    private sealed record Figures(double Elbo, double Iw, double StrongestCoupling, double GradientBias, double Seconds)
    {
        public override string ToString() => FormattableString.Invariant($"ELBO {Elbo:F2}, strongest coupling {StrongestCoupling:F2}");
    }

    public static IEnumerable<ResultRow> Run(PaperWork work)
    {
        LabeledImages all = work.Train(), rest = work.Test();
        FeatureMatrix train = all.Slice(0, Math.Min(all.Count, Images)).Images;
        FeatureMatrix test = rest.Slice(0, Math.Min(rest.Count, TestImages)).Images;
        (ulong Seed, string Method)[] items =
        [
            .. from seed in work.Seeds from method in Methods select (seed, method),
        ];
        Figures[] figures = SideBySide.Select(items, item => work.Done.Of(
            $"diabatic/{item.Method.Replace(", T = ", "-").Replace(' ', '-')}-{item.Seed}",
            new { train.Rows, test = test.Rows, epochs = work.IsQuick ? QuickEpochs : Epochs },
            () => Measure(item.Method, item.Seed, train, test, work.IsQuick)));
        return items.Zip(figures).SelectMany(pair => RowsOf(pair.First.Seed, pair.First.Method, pair.Second));
    }

    private static IEnumerable<ResultRow> RowsOf(ulong seed, string method, Figures figures) =>
    [
        new("diabatic", method, "elbo", seed, figures.Elbo), new("diabatic", method, "iw1000", seed, figures.Iw),
        new("diabatic", method, "strongestCoupling", seed, figures.StrongestCoupling),
        new("diabatic", method, "gradientBias", seed, figures.GradientBias), new("diabatic", method, "cpuSeconds", seed, figures.Seconds),
    ];

    private static Figures Measure(string method, ulong seed, FeatureMatrix train, FeatureMatrix test, bool isQuick)
    {
        IIsingSampler sampler = method switch
        {
            Exact => new ExactSampler(),
            Chains => new BlockGibbsSampler { Sweeps = 2, MaxDegreeOfParallelism = 1 },
            _ => Annealer(method == FastAnneal ? 1 : 4),
        };
        var clock = new ProcessorClock();
        var trainer = new BmVaeTrainer(new SimdEngine { MaxDegreeOfParallelism = 1 }, sampler, new()
        {
            Epochs = isQuick ? QuickEpochs : Epochs, MaxDegreeOfParallelism = 1,
            NegativePhase = method == Chains ? NegativePhaseKind.WeightedChains : NegativePhaseKind.SamplerDraws,
        });
        BmVaeModel model = trainer.Train(
            train, VaeArchitecture.Mlp(train.Columns, [256, 128], Latents), SpinGraph.Complete(Latents), seed);
        double seconds = clock.ProcessorSeconds;
        BmVaeMetrics metrics = ModelEvaluation.Measure(
            model, test, new() { ImportanceSamples = ImportanceSamples, MaxDegreeOfParallelism = 1 });
        return new(
            metrics.Elbo, metrics.ImportanceWeightedBound, model.Prior.Couplings.Max(Math.Abs), Bias(sampler, model.Prior, seed), seconds);
    }

    /// <summary>An ideal annealer whose answers are corrected for its two temperatures, as docs/dqa.md has it.</summary>
    private static RescalingSampler Annealer(double duration)
    {
        var schedule = AnnealingSchedule.Linear(duration);
        var temperature = DiabaticTemperature.Of(schedule);
        return new(new DiabaticEmulator(schedule) { MaxDegreeOfParallelism = 1 }, temperature.FieldBeta, temperature.CouplingBeta);
    }

    /// <summary>
    /// Root mean square difference of the products of coupled spins, whose mean is the gradient of log Z, between many draws of the sampler
    /// and the exact distribution of the trained prior.
    /// </summary>
    private static double Bias(IIsingSampler sampler, IsingModel prior, ulong seed)
    {
        const int Reads = 20_000;
        ImmutableArray<double> exact = new ExactEnumeration(prior).EdgeCorrelations;
        SpinMatrix drawn = sampler.Sample(prior, new(Reads, seed)).Spins;
        ImmutableArray<SpinEdge> edges = prior.Graph.Edges;
        double squares = 0;
        for (int k = 0; k < edges.Length; k++)
        {
            int sum = 0;
            for (int row = 0; row < drawn.Rows; row++)
            {
                sum += drawn[row][edges[k].I] * drawn[row][edges[k].J];
            }

            squares += Math.Pow(((double)sum / drawn.Rows) - exact[k], 2);
        }

        return Math.Sqrt(squares / edges.Length);
    }
}
