using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Leap;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Whether the temperature of a processor whose own is known is measured right, over the client and the stand-in.</summary>
internal static class MeasuredTemperature
{
    private const int Spins = 8, Reads = 10_000;
    private const double Strength = 0.15;

    /// <exception cref="InvalidDataException">A temperature is off by more than three standard errors.</exception>
    public static IEnumerable<ResultRow> Run(int seeds)
    {
        var rows = new List<ResultRow>();
        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            using StubbedSolver stub = StubbedSolver.Start(seed);
            IsingModel model = Model(stub.Place(Spins), seed);
            foreach (double time in (double[])[0.005, 0.02])
            {
                double expected = DiabaticTemperature.Of(PublishedSchedules.Fast(stub.Solver.Name, 1000 * time)).CouplingBeta;
                rows.AddRange(Measure(stub, new() { AnnealingTime = time }, model, $"fast anneal of {1000 * time} ns", seed, expected));
            }

            var calibration = new LeapCalibration();
            calibration.Set(AnnealingMode.Slow, 4); // wrong, to be found out
            rows.AddRange(Measure(
                stub, new() { Mode = AnnealingMode.Slow, Calibration = calibration }, model, "standard anneal", seed, stub.StandardBeta));
        }

        return rows;
    }

    private static ResultRow[] Measure(
        StubbedSolver stub, LeapSamplerOptions options, IsingModel model, string method, ulong seed, double expected)
    {
        const string Set = "temperature";
        using var sampler = new LeapSampler(stub.Client, stub.Solver, options with { Calibration = options.Calibration ?? new() });
        CalibratedBeta beta = sampler.Calibrate(model, Reads, seed);
        Console.WriteLine(FormattableString.Invariant(
            $"{method}, seed {seed}: {beta.Beta:F3} ± {beta.StandardError:F3}, expected {expected:F3}"));
        return Math.Abs(beta.Beta - expected) <= 3 * beta.StandardError
            ?
            [
                new(Set, method, "beta", seed, beta.Beta), new(Set, method, "betaError", seed, beta.StandardError),
                new(Set, method, "expectedBeta", seed, expected),
            ]
            : throw new InvalidDataException(FormattableString.Invariant(
                $"Temperature of a {method}: expected {expected:F3} within three errors of {beta.StandardError:F3}, got {beta.Beta:F3}."));
    }

    private static IsingModel Model(SpinGraph graph, ulong seed)
    {
        var random = new Random((int)seed);
        double Draw() => Strength * ((2 * random.NextDouble()) - 1);
        return new(graph, [.. graph.Labels.Select(_ => Draw())], (double[])[.. graph.Edges.Select(_ => Draw())]);
    }
}
