using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetQuantumPrior.LeapStub;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>What the stub's processor samples.</summary>
[TestClass]
public sealed class StubMachineTests
{
    private static readonly StubSolver Solver = StubSolver.Zephyr(1);

    public static IEnumerable<object[]> Runs =>
    [
        ["a fast anneal of the whole graph", 48, true, 0, 0.004, 11.5545],
        ["a fast anneal of eight qubits", 8, true, 0, 0.01, 11.5545],
        ["a fast anneal of eight qubits as a state vector", 8, true, 16, 0.002, 11.5545],
        ["a standard anneal", 48, false, 0, 0.05, 6.09],
    ];

    [TestMethod]
    [DynamicData(nameof(Runs))]
    public void CouplingsHaveTheTemperatureOfTheAnneal(string name, int qubits, bool fast, int stateVector, double strength, double beta)
    {
        QpProblem problem = Random(qubits, strength);
        List<sbyte[]> reads = Draw(problem, Solver, stateVector, 10_000, fast);

        EffectiveTemperature fitted = Fit(problem, reads);

        Assert.IsLessThan(4 * fitted.StandardError, Math.Abs(fitted.Beta - beta), $"{name}: {fitted}");
    }

    [TestMethod]
    public void AStateVectorOfStrongCouplingsIsWarmerThanTheTableSays()
    {
        QpProblem problem = Random(8, 0.1);

        EffectiveTemperature fitted = Fit(problem, Draw(problem, Solver, 16, 10_000, fast: true));

        Assert.IsLessThan(11.2, fitted.Beta);
    }

    [TestMethod]
    public void AQubitHeldByItsFluxBiasIsAFieldAtTheTemperatureOfFields()
    {
        var problem = new QpProblem([0, 24], [0, 0], [(0, 1)], [0.05]);
        foreach (int stateVector in (int[])[0, 16])
        {
            List<sbyte[]> reads = Draw(problem, Solver, stateVector, 100_000, fast: true, flux: [(24, 0.005)]);

            Assert.IsTrue(reads.TrueForAll(read => read[1] == 1));
            double mean = reads.Average(read => (double)read[0]);
            Assert.AreEqual(-Math.Tanh(10.634 * 0.05), mean, 0.013); // 4 standard errors of 100,000 reads, and what a state vector deviates
        }
    }

    [TestMethod]
    public void FluxBiasesAreFieldsOfTheOppositeSignInAStandardAnneal()
    {
        var problem = new QpProblem([0], [0], [], []);

        List<sbyte[]> reads = Draw(problem, Solver, 0, 100_000, fast: false, flux: [(0, -0.1 * 2.8203e-4)]);

        Assert.AreEqual(-Math.Tanh(6.09 * 0.1), reads.Average(read => (double)read[0]), 0.013);
    }

    [TestMethod]
    public void ControlNoiseChangesWithEachProgramButForItsOffset()
    {
        StubSolver noisy = Solver with { Noise = new(Field: 0, Coupling: 0, FieldOffset: 0.1) };
        double[] means = Means(noisy, programs: 2);
        Assert.AreEqual(means[0], means[1], 0.06);
        Assert.IsGreaterThan(0.1, Math.Abs(means[0]));

        noisy = Solver with { Noise = new(Field: 0.1, Coupling: 0, FieldOffset: 0) };
        means = Means(noisy, programs: 8);
        Assert.IsGreaterThan(0.3, means.Max() - means.Min());

        static double[] Means(StubSolver solver, int programs) =>
        [
            .. Enumerable.Range(1, programs).Select(seed =>
                Draw(new QpProblem([0], [0], [], []), solver, 0, 10_000, fast: false, seed: (ulong)seed).Average(read => read[0])),
        ];
    }

    private static List<sbyte[]> Draw(
        QpProblem problem,
        StubSolver solver,
        int stateVector,
        int reads,
        bool fast,
        (int Qubit, double Flux)[]? flux = null,
        ulong seed = 1)
    {
        var parameters = new JsonObject { ["num_reads"] = 1, ["auto_scale"] = false };
        if (fast)
        {
            (parameters["annealing_time"], parameters["fast_anneal"]) = (0.005, true);
        }

        if (flux is not null)
        {
            double[] all = new double[solver.QubitCount];
            foreach ((int qubit, double bias) in flux)
            {
                all[qubit] = bias;
            }

            parameters["flux_biases"] = new JsonArray([.. all.Select(bias => (JsonNode)bias)]);
        }

        var run = RunParameters.Read(JsonSerializer.SerializeToElement(parameters), solver) with { Reads = reads };
        return new StubMachine(stateVector).Draw(problem, run, solver, seed);
    }

    /// <summary>Qubits of the graph's first unit, vertical and horizontal, and all their couplers at random signs.</summary>
    private static QpProblem Random(int qubits, double strength)
    {
        int[] active = qubits == 48 ? [.. Solver.Graph.Labels] : [0, 2, 4, 6, 24, 26, 28, 30];
        (int I, int J)[] couplers =
        [
            .. Solver.Graph.Edges.Select(e => (I: Array.IndexOf(active, e.I), J: Array.IndexOf(active, e.J)))
                .Where(pair => pair.I >= 0 && pair.J >= 0),
        ];
        var random = new Random(3);
        return new(active, new double[active.Length], couplers, [.. couplers.Select(_ => random.Next(2) == 0 ? strength : -strength)]);
    }

    private static EffectiveTemperature Fit(QpProblem problem, List<sbyte[]> reads)
    {
        var model = IsingModel.FromTriples(problem.Linear, problem.Couplers.Zip(problem.Quadratic, (c, j) => (c.I, c.J, j)));
        return EffectiveTemperature.Of(model, new(reads.Count, problem.Active.Length, reads.SelectMany(read => read).ToArray()));
    }
}
