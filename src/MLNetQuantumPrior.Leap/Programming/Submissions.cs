namespace MLNetQuantumPrior.Leap;

/// <summary>The submissions that a request makes: its reads in parts, each with spins of its own reversed.</summary>
internal sealed class Submissions
{
    private const double UsualReadTime = 150; // microseconds, where the solver gives no timing data: readout of Zephyr takes up to 101

    private readonly PlacedGraph _placed;
    private readonly SpinReversal?[] _reversals;

    private Submissions(PlacedGraph placed, SpinReversal?[] reversals, ImmutableArray<LeapProblem> problems) =>
        (_placed, _reversals, Problems) = (placed, reversals, problems);

    /// <summary>What is submitted.</summary>
    public ImmutableArray<LeapProblem> Problems { get; }

    /// <summary>Splits a request.</summary>
    public static Submissions Of(
        PlacedGraph placed, ProgrammedModel programmed, Anneal anneal, LeapSamplerOptions options, SampleRequest request)
    {
        LeapSolver solver = placed.Solver;
        var parameters = new LeapParameters
        {
            AnnealingTime = anneal.Time,
            FastAnneal = options.IsFast,
            FluxDriftCompensation = options.FluxDriftCompensation,
            ReduceIntersampleCorrelation = options.ReduceIntersampleCorrelation,
            ProgrammingThermalization = options.ProgrammingThermalization,
            ReadoutThermalization = options.ReadoutThermalization,
        };
        int most = Math.Min(options.ReadsPerSubmission ?? request.Reads, MostReads(solver, placed.Graph.SpinCount, parameters));
        int count = Math.Max((int)Math.Ceiling((double)request.Reads / most), Math.Min(options.SpinReversals, request.Reads));
        var reversals = new SpinReversal?[count];
        var problems = ImmutableArray.CreateBuilder<LeapProblem>(count);
        for (int k = 0; k < count; k++)
        {
            if (options.SpinReversals > 0)
            {
                Xoshiro128 random = Xoshiro128.OfChain(request.Seed, (ulong)k);
                reversals[k] = new(placed.Graph.SpinCount, ref random);
            }

            int reads = (int)(((long)request.Reads * (k + 1) / count) - ((long)request.Reads * k / count));
            problems.Add(new(reversals[k]?.Of(programmed.Model) ?? programmed.Model, parameters with
            {
                Reads = reads, FluxBiases = FluxBiases(placed.Graph, programmed.FluxBiases, reversals[k]),
            }));
        }

        return new(placed, reversals, problems.MoveToImmutable());
    }

    /// <summary>Access time in microseconds that the solver expects, or its longest; null where it says neither.</summary>
    public double? EstimateAccessTime()
    {
        double?[] times = [.. Problems.Select(problem => AccessTimeEstimate.OrLongest(_placed.Solver, problem))];
        return times.Contains(null) ? null : times.Sum();
    }

    /// <summary>The model's spins of answers.</summary>
    /// <param name="answers">One a submission.</param>
    /// <param name="spins">Spins of the model.</param>
    /// <returns>A row a read, and the share of held ancillas that are -1.</returns>
    /// <exception cref="LeapException">An answer is of another shape, or its energies are of other configurations.</exception>
    public (SpinMatrix Spins, double StrayAncillas) Collect(ImmutableArray<LeapAnswer> answers, int spins)
    {
        int reads = Problems.Sum(problem => problem.Parameters.Reads);
        sbyte[] rows = new sbyte[reads * spins], own = new sbyte[_placed.Graph.SpinCount];
        int row = 0;
        long stray = 0;
        for (int k = 0; k < answers.Length; k++)
        {
            AnswerCheck.Ensure(Problems[k], answers[k]);
            for (int read = 0; read < answers[k].Samples.Spins.Rows; read++, row++)
            {
                if (_reversals[k] is { } reversal)
                {
                    reversal.Undo(answers[k].Samples.Spins[read], own);
                }
                else
                {
                    answers[k].Samples.Spins[read].CopyTo(own);
                }

                stray += _placed.Restore(own, rows.AsSpan(row * spins, spins));
            }
        }

        return (SpinMatrix.Adopt(rows, reads, spins), stray / ((double)reads * Math.Max(1, _placed.AncillasAt.Length)));
    }

    /// <summary>By the solver's range of reads, and by its longest run, in which a read takes what it adds to the access time.</summary>
    private static int MostReads(LeapSolver solver, int qubits, LeapParameters parameters)
    {
        double most = solver.ReadsRange?.High ?? int.MaxValue;
        if (solver.RunDurationRange is { } range)
        {
            double? one = solver.EstimateAccessTime(qubits, parameters with { Reads = 1 });
            double pause = parameters.ReadoutThermalization ?? solver.DefaultReadoutThermalization ?? 0;
            double read = (solver.EstimateAccessTime(qubits, parameters with { Reads = 2 }) - one)
                ?? (parameters.AnnealingTime!.Value + pause + UsualReadTime);
            double programming = parameters.ProgrammingThermalization ?? solver.DefaultProgrammingThermalization ?? 0;
            most = Math.Min(most, (range.High - programming) / read);
        }

        return (int)Math.Clamp(most, 1, int.MaxValue);
    }

    private static ImmutableDictionary<int, double>? FluxBiases(SpinGraph graph, double[] fluxBiases, SpinReversal? reversal)
    {
        var byQubit = ImmutableDictionary.CreateBuilder<int, double>();
        for (int i = 0; i < fluxBiases.Length; i++)
        {
            if (fluxBiases[i] != 0)
            {
                byQubit.Add(graph.Labels[i], (reversal?.Sign(i) ?? 1) * fluxBiases[i]);
            }
        }

        return byQubit.Count == 0 ? null : byQubit.ToImmutable();
    }
}
