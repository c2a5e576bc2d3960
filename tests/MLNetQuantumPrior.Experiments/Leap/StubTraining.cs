using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Leap;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Trainings on bars and stripes whose prior is drawn over the client and the stand-in, beside one that draws here.</summary>
internal static class StubTraining
{
    private const string Set = "bars and stripes", Local = "exact draws", Fast = "fast anneal",
        FewDraws = "fast anneal with draws of 10 steps", Standard = "standard anneal with a tracked temperature";

    private const int Latents = 8, Steps = 1500, QuickSteps = 40, Reads = 256, Copies = 8;

    /// <exception cref="InvalidDataException">An ELBO differs by more than a nat from that of the training that draws here.</exception>
    public static IEnumerable<ResultRow> Run(int seeds, bool isQuick)
    {
        var rows = new List<ResultRow>();
        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            double local = 0;
            foreach (string method in (string[])[Local, Fast, FewDraws, Standard])
            {
                using StubbedSolver stub = StubbedSolver.Start(seed);
                double elbo = Train(stub, method, seed, isQuick ? QuickSteps : Steps);
                local = method == Local ? elbo : local;
                double seconds = stub.Client.Charged.TotalSeconds;
                Console.WriteLine(FormattableString.Invariant(
                    $"{Set}, {method}, seed {seed}: ELBO {elbo:F2}, {stub.Submissions} submissions, {seconds:F1} s charged"));
                rows.Add(new(Set, method, "elbo", seed, elbo));
                rows.Add(new(Set, method, "submissions", seed, stub.Submissions));
                rows.Add(new(Set, method, "chargedSeconds", seed, seconds));
                if (!(Math.Abs(elbo - local) <= 1) && !isQuick)
                {
                    throw new InvalidDataException(FormattableString.Invariant(
                        $"Training with a {method}: expected an ELBO within a nat of {local:F2}, got {elbo:F2}."));
                }
            }
        }

        return rows;
    }

    private static double Train(StubbedSolver stub, string method, ulong seed, int steps)
    {
        var calibration = new LeapCalibration();
        calibration.Set(AnnealingMode.Slow, 5); // the stand-in has 6.09
        LeapSamplerOptions options = method == Standard
            ? new() { Mode = AnnealingMode.Slow, Calibration = calibration, TracksBeta = true }
            : new();
        using var machine = new LeapSampler(stub.Client, stub.Solver, options);
        IIsingSampler sampler = method == Local ? new ExactSampler() : machine;
        var trainer = new BmVaeTrainer(new SimdEngine { MaxDegreeOfParallelism = 1 }, sampler, new()
        {
            Steps = steps, LearningRate = 5e-3, KlWeight = 1, Chains = Reads, NegativePhase = NegativePhaseKind.SamplerDraws,
            StepsPerDraw = method == FewDraws ? 10 : null, DynamicBinarization = false, MaxDegreeOfParallelism = 1,
        });
        FeatureMatrix data = BarsAndStripes.Rows(Copies);
        BmVaeModel model = trainer.Train(data, VaeArchitecture.Mlp(data.Columns, [32], Latents), stub.Place(Latents), seed);
        return ModelEvaluation.Measure(model, BarsAndStripes.Rows(1), new() { ImportanceSamples = 100, MaxDegreeOfParallelism = 1 }).Elbo;
    }
}
