namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>
/// A processor in place of the service: fast anneals as state vectors, standard ones as exact draws of a temperature. Qubits with a flux
/// bias are held by it.
/// </summary>
internal sealed class FakeMachine
{
    private ulong _seed = 1000;

    /// <summary>Inverse temperature of standard anneals.</summary>
    public double StandardBeta { get; init; } = 6;

    /// <summary>Standard deviation of the error of a programmed coupling, the same in each submission.</summary>
    public double CouplingNoise { get; init; }

    /// <summary>Added to the energies that it reports.</summary>
    public double EnergyError { get; init; }

    /// <summary>Share of reads in which held qubits point the other way.</summary>
    public double Stray { get; init; }

    /// <summary>What was submitted, in order.</summary>
    public List<LeapProblem> Problems { get; } = [];

    public static LeapSolver Solver(string name = "Advantage2_system1.6", int m = 2, IEnumerable<int>? dead = null)
    {
        SpinGraph whole = SpinGraph.Zephyr(m), graph = whole.WithoutSpins(dead ?? []);
        return new()
        {
            Name = name,
            GraphId = "0123456789",
            Topology = new("zephyr", [m, 4]),
            QubitCount = whole.SpinCount,
            Qubits = graph.Labels,
            Couplers = [.. graph.Edges.Select(edge => new SpinEdge(graph.Labels[edge.I], graph.Labels[edge.J]))],
            FieldRange = new(-4, 4),
            CouplingRange = new(-1, 1),
            ExtendedCouplingRange = new(-2, 1),
            PerGroupCouplingRange = new(-13, 10),
            AnnealingTimeRange = new(0.5, 2000),
            FastAnnealTimeRange = new(0.005, 2000),
            DefaultAnnealingTime = 20,
            ReadsRange = new(1, 10_000),
            RunDurationRange = new(0, 1_000_000),
        };
    }

    /// <summary>A connected part of a solver's graph.</summary>
    public static SpinGraph Part(LeapSolver solver, int spins)
    {
        SpinGraph graph = solver.Graph;
        var part = new List<int> { 0 };
        for (int k = 0; part.Count < spins; k++)
        {
            part.AddRange(graph.Rows.NeighboursOf(part[k]).ToArray().Except(part).Take(Math.Min(3, spins - part.Count)));
        }

        return graph.WithoutSpins(Enumerable.Range(0, graph.SpinCount).Except(part).Select(spin => graph.Labels[spin]));
    }

    public LeapSampler Sampler(LeapSolver solver, LeapSamplerOptions options) => new(SolveAsync, solver, options);

    private Task<ImmutableArray<LeapAnswer>> SolveAsync(
        LeapSolver solver, ImmutableArray<LeapProblem> problems, CancellationToken cancel) =>
        Task.FromResult(problems.Select(problem => Solve(solver, problem)).ToImmutableArray());

    private LeapAnswer Solve(LeapSolver solver, LeapProblem problem)
    {
        Problems.Add(problem);
        (IsingModel model, LeapParameters parameters) = (problem.Model, problem.Parameters);
        var held = new Dictionary<int, sbyte>();
        foreach ((int qubit, double bias) in parameters.FluxBiases ?? ImmutableDictionary<int, double>.Empty)
        {
            held[model.Graph.Labels.BinarySearch(qubit)] = (sbyte)Math.Sign(bias);
        }

        int[] free = [.. Enumerable.Range(0, model.SpinCount).Where(spin => !held.ContainsKey(spin))];
        double[] fields = [.. free.Select(model.Field)];
        var couplings = new List<(int, int, double)>();
        for (int e = 0; e < model.Graph.Edges.Length; e++)
        {
            (int i, int j) = model.Graph.Edges[e];
            double coupling = model.Coupling(e) + (CouplingNoise * Gaussian(new Random(e)));
            if (held.TryGetValue(i, out sbyte sign) || held.TryGetValue(j, out sign))
            {
                fields[Array.IndexOf(free, held.ContainsKey(i) ? j : i)] += coupling * sign;
            }
            else
            {
                couplings.Add((Array.IndexOf(free, i), Array.IndexOf(free, j), coupling));
            }
        }

        var programmed = IsingModel.FromTriples(fields, couplings);
        Assert.IsFalse(parameters.FastAnneal && model.Fields.Any(field => field != 0), "a fast anneal takes no fields");
        IIsingSampler device = parameters.FastAnneal
            ? new DiabaticEmulator(PublishedSchedules.Fast(solver.Name, 1000 * parameters.AnnealingTime!.Value)) { Tolerance = 1e-4 }
            : new RescalingSampler(new ExactSampler(), 1 / StandardBeta, 1 / StandardBeta);
        SpinMatrix drawn = device.Sample(programmed, new(parameters.Reads, _seed++)).Spins;

        sbyte[] spins = new sbyte[parameters.Reads * model.SpinCount];
        for (int read = 0; read < parameters.Reads; read++)
        {
            Span<sbyte> row = spins.AsSpan(read * model.SpinCount, model.SpinCount);
            for (int k = 0; k < free.Length; k++)
            {
                row[free[k]] = drawn[read][k];
            }

            foreach ((int spin, sbyte sign) in held)
            {
                row[spin] = read < Stray * parameters.Reads ? (sbyte)-sign : sign;
            }
        }

        var matrix = new SpinMatrix(parameters.Reads, model.SpinCount, spins);
        ImmutableArray<double> energies = model.Energies(matrix);
        return new($"problem-{Problems.Count}", new(matrix, energies, null), [.. energies.Select(energy => energy + EnergyError)], new()
        {
            AccessTime = 10_000 + (100 * parameters.Reads),
        });
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
