namespace MLNetQuantumPrior.LeapStub;

/// <summary>Draws what a processor would answer.</summary>
/// <param name="StateVectorQubits">
/// Fast anneals of at most so many qubits that no flux bias holds are integrated as a state vector, with what a real anneal deviates from
/// a Boltzmann distribution; larger ones are drawn from the distribution that holds to first order.
/// </param>
internal sealed record StubMachine(int StateVectorQubits)
{
    private const int ExactSpins = 12;

    /// <summary>Draws reads of the active qubits.</summary>
    /// <param name="spins">Fields and couplings as they are programmed.</param>
    /// <param name="run">How.</param>
    /// <param name="solver">Who.</param>
    /// <param name="seed">Seed of everything random.</param>
    public List<sbyte[]> Draw(QpProblem spins, RunParameters run, StubSolver solver, ulong seed)
    {
        QpProblem programmed = Disturbed(spins, solver, seed);
        double[] flux = [.. spins.Active.Select(qubit => run.FluxBiases.IsEmpty ? 0 : run.FluxBiases[qubit])];
        AnnealingSchedule? schedule = run.IsFast ? FastSchedules.Of(solver.Schedule, 1000 * run.AnnealingTime) : null;
        BoltzmannProgram program = schedule is null
            ? BoltzmannProgram.Standard(programmed, flux, solver)
            : BoltzmannProgram.Fast(programmed, flux, schedule, solver.MutualInductance);

        int[] free = [.. Enumerable.Range(0, flux.Length).Where(i => program.Held[i] == 0)];
        List<sbyte[]> reads = [.. Enumerable.Range(0, run.Reads).Select(_ => (sbyte[])program.Held.Clone())];
        if (free.Length > 0)
        {
            IsingModel model = Model(spins, program, free);
            SampleSet drawn = schedule is not null && free.Length <= StateVectorQubits
                ? Emulated(model, run.Reads, schedule, seed)
                : Sampler(model).Sample(model, new(run.Reads, seed));
            for (int r = 0; r < run.Reads; r++)
            {
                for (int k = 0; k < free.Length; k++)
                {
                    reads[r][free[k]] = drawn.Spins[r][k];
                }
            }
        }

        return reads;
    }

    private static IsingModel Model(QpProblem spins, BoltzmannProgram program, int[] free)
    {
        int[] position = [.. program.Held.Select(_ => -1)];
        for (int k = 0; k < free.Length; k++)
        {
            position[free[k]] = k;
        }

        int[] couplers = [.. Enumerable.Range(0, spins.Couplers.Length).Where(Between)];
        return IsingModel.FromTriples(
            [.. free.Select(i => program.Fields[i])],
            [.. couplers.Select(c => (position[spins.Couplers[c].I], position[spins.Couplers[c].J], program.Couplings[c]))]);

        bool Between(int c) => position[spins.Couplers[c].I] >= 0 && position[spins.Couplers[c].J] >= 0;
    }

    /// <summary>Anneals the program from which the schedule makes the model, to first order.</summary>
    private static SampleSet Emulated(IsingModel model, int reads, AnnealingSchedule schedule, ulong seed)
    {
        var temperature = DiabaticTemperature.Of(schedule);
        var device = new DiabaticEmulator(schedule) { Tolerance = 1e-4 };
        return new RescalingSampler(device, temperature.FieldBeta, temperature.CouplingBeta).Sample(model, new(reads, seed));
    }

    private static IIsingSampler Sampler(IsingModel model)
    {
        if (model.SpinCount <= ExactSpins)
        {
            return new ExactSampler();
        }

        double[] strength = new double[model.SpinCount];
        for (int e = 0; e < model.Couplings.Length; e++)
        {
            strength[model.Graph.Edges[e].I] += Math.Abs(model.Couplings[e]);
            strength[model.Graph.Edges[e].J] += Math.Abs(model.Couplings[e]);
        }

        // Below a sum of 1 at each spin a Gibbs chain forgets its start exponentially (Dobrushin); the rest needs exchanges.
        return strength.Max() < 1
            ? new BlockGibbsSampler { Sweeps = 100 }
            : new ParallelTemperingSampler { BurnInSweeps = 600, SweepsPerRead = 10 };
    }

    private static QpProblem Disturbed(QpProblem spins, StubSolver solver, ulong seed)
    {
        StubNoise noise = solver.Noise;
        if (noise == StubNoise.None)
        {
            return spins;
        }

        var random = new Random((int)(seed ^ (seed >> 32)));
        return spins with
        {
            Linear =
            [
                .. spins.Linear.Select((h, i) =>
                    h + (noise.Field * Gaussian(random)) + (noise.FieldOffset * Gaussian(new Random(spins.Active[i])))),
            ],
            Quadratic = [.. spins.Quadratic.Select(j => j + (noise.Coupling * Gaussian(random)))],
        };
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
