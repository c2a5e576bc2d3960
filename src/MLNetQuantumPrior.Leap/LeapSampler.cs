using System.Runtime.CompilerServices;

namespace MLNetQuantumPrior.Leap;

/// <summary>
/// Draws with one of D-Wave's quantum annealers: programs a model whose spins are qubits, scaled by the annealer's temperature, and reads
/// the answer back as draws of exp(-beta E).
/// </summary>
/// <remarks>
/// Each call makes one submission or a few, and each submission is charged. The machine has no seed: the same request is programmed the
/// same way, but its draws differ. The seed of a request decides which spins are reversed.
/// <para>
/// The labels of the model's graph are qubits and its edges couplers of the solver: take the graph from <see cref="LeapSolver.Graph"/>, or
/// wrap the sampler in an embedding. The service's own scaling is off: the model is multiplied by beta over the temperature of the anneal,
/// for fields and couplings apart, and refused where a number is out of the solver's ranges.
/// </para>
/// <para>
/// Every read is an anneal of its own: <see cref="SampleRequest.InitialStates"/>, <see cref="SampleRequest.Continue"/> and
/// <see cref="SampleRequest.Streams"/> are refused, and <see cref="SampleSet.State"/> is null. <see cref="SampleSet.Diagnostics"/> is a
/// <see cref="LeapDiagnostics"/>. Safe to use from several threads at once.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// Sampler = new LeapSampler(client, solver, new() { Mode = AnnealingMode.Diabatic }),
/// </code>
/// </example>
public sealed class LeapSampler : IIsingSampler, IDisposable
{
    /// <summary>What the draws of a model that is still weak show of a temperature would only be noise.</summary>
    private const double MostTrackedError = 0.2;

    private readonly ConditionalWeakTable<SpinGraph, PlacedGraph> _placed = [];
    private readonly LeapClient? _own;
    private readonly Func<CancellationToken, Task<LeapSolver>> _solver;
    private readonly SolveProblems _solve;
    private readonly WarningLog _warnings;

    /// <summary>Makes a sampler with a client of its own; no request is sent yet.</summary>
    /// <param name="options">How to anneal, and where.</param>
    public LeapSampler(LeapSamplerOptions options)
    {
        Options = Checked(options);
        _own = new(options.Client with { Solver = options.Solver ?? options.Client.Solver });
        (_solver, _solve) = (new SolverChoice(_own).GetAsync, _own.SolveAsync);
        _warnings = new(options.Progress ?? options.Client.Progress);
    }

    /// <summary>Makes a sampler of a client.</summary>
    /// <param name="client">Submits; the caller disposes it.</param>
    /// <param name="solver">One of the client's solvers.</param>
    /// <param name="options">How to anneal; null for the defaults.</param>
    public LeapSampler(LeapClient client, LeapSolver solver, LeapSamplerOptions? options = null)
        : this((client ?? throw new ArgumentNullException(nameof(client))).SolveAsync, solver, options ?? new(), client.Progress)
    {
    }

    internal LeapSampler(SolveProblems solve, LeapSolver solver, LeapSamplerOptions options, IProgress<LeapEvent>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(solver);
        Options = Checked(options) with { Solver = solver.Name };
        (_solver, _solve) = (_ => Task.FromResult(solver), solve);
        _warnings = new(options.Progress ?? progress ?? options.Client.Progress);
    }

    /// <summary>How it anneals.</summary>
    public LeapSamplerOptions Options { get; }

    /// <inheritdoc/>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        request.RefuseStart("every anneal starts in the ground state of its transverse field");
        request.RefuseStreams("the machine's randomness is its own");

        LeapSolver solver = _solver(cancel).GetAwaiter().GetResult();
        IsingModel target = Options.AddedFields is { } added ? model.WithAddedFields(added.AsSpan(), Options.AddedFieldStrength) : model;
        Anneal anneal = Anneal.Of(solver, Options, hasFields: target.Fields.AsSpan().ContainsAnyExcept(0f));
        PlacedGraph placed = PlacedOn(solver, model.Graph);
        ScaledProgram program = ScaledProgram.Of(placed, target, anneal, Options, request.Beta);
        var submissions = Submissions.Of(placed, program.Programmed, anneal, Options, request);
        RefuseLongAccess(submissions);

        ImmutableArray<LeapAnswer> answers = _solve(placed.Solver, submissions.Problems, cancel).GetAwaiter().GetResult();
        (SpinMatrix spins, double stray) = submissions.Collect(answers, model.SpinCount);
        LeapDiagnostics diagnostics = AnswerDiagnosis.Of(program, target, spins, stray, anneal, Options, answers);
        _warnings.Report(diagnostics);
        if (Options.TracksBeta && diagnostics.Fitted is { Beta: > 0 } fitted && fitted.StandardError < MostTrackedError * fitted.Beta)
        {
            Options.Calibration!.Add(Options.Mode, fitted.Beta, fitted.StandardError);
        }

        return new(spins, model.Energies(spins), State: null) { Diagnostics = diagnostics };
    }

    /// <summary>
    /// Measures the inverse temperature of couplings with draws of a model, and sets <see cref="LeapSamplerOptions.Calibration"/> to it.
    /// </summary>
    /// <remarks>
    /// The temperature changes with the strength of a model: measure with one like those to come, and again until the number stands still.
    /// </remarks>
    /// <param name="model">What to measure with.</param>
    /// <param name="reads">Number of reads, at least 2; the error of the result says whether they were enough.</param>
    /// <param name="seed">Decides which spins are reversed.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="InvalidOperationException">There is no calibration to set, or draws show no finite temperature above 0.</exception>
    public CalibratedBeta Calibrate(IsingModel model, int reads, ulong seed, CancellationToken cancel = default)
    {
        if (Options.Calibration is not { } calibration || Options.Beta is not null)
        {
            throw new InvalidOperationException(
                $"Option '{nameof(Options.Calibration)}': expected one to set, and no '{nameof(Options.Beta)}'.");
        }

        var diagnostics = (LeapDiagnostics)Sample(model, new(reads, seed), cancel).Diagnostics!;
        if (diagnostics.Fitted is not { Beta: > 0 } fitted)
        {
            throw new InvalidOperationException(
                $"Calibration of mode {Options.Mode}: expected draws that show a finite temperature, got " +
                $"{(diagnostics.Fitted is null ? "none" : $"beta {diagnostics.Fitted.Beta:G4}")}. " +
                "Measure with another model, or more reads.");
        }

        calibration.Set(Options.Mode, fitted.Beta, fitted.StandardError);
        return calibration[Options.Mode]!;
    }

    /// <summary>
    /// Measures the error of programmed couplings: draws of a graph without fields and couplings, whose pairs would not be correlated if
    /// the zeros were exact. Root mean square over couplers, for <see cref="LeapSamplerOptions.CouplingNoise"/>; it shows the errors of
    /// couplings at zero, which do not change from read to read.
    /// </summary>
    /// <param name="graph">The couplers to measure.</param>
    /// <param name="reads">
    /// Number of reads, at least 2, of one submission: 10,000 tell errors apart that are above a tenth of a percent of 1 / beta.
    /// </param>
    /// <param name="cancel">Ends the call.</param>
    public double MeasureCouplingNoise(SpinGraph graph, int reads, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(reads, 2);
        var zero = new IsingModel(graph, new float[graph.SpinCount], new float[graph.Edges.Length]);
        SampleSet draws = Sample(zero, new(reads, Seed: 0), cancel);
        var diagnostics = (LeapDiagnostics)draws.Diagnostics!;
        return CouplingNoise.Of(graph, draws.Spins, diagnostics.ProblemIds.Length, diagnostics.Temperature.Couplings);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(LeapSampler)} {{ {Options with { Client = new(), Calibration = null, Progress = null }} }}";

    /// <summary>Disposes the client, if it is the sampler's own.</summary>
    public void Dispose() => _own?.Dispose();

    private PlacedGraph PlacedOn(LeapSolver solver, SpinGraph graph)
    {
        PlacedGraph Place(SpinGraph model) => new(solver, model, Options.IsFast ? Options.Fields : null);
        PlacedGraph placed = _placed.GetValue(graph, Place);
        bool isSame = placed.Solver.Identity == solver.Identity && placed.Solver.Qubits == solver.Qubits
            && placed.Solver.Couplers == solver.Couplers;
        if (!isSame)
        {
            _placed.AddOrUpdate(graph, placed = Place(graph)); // the working graph may have changed
        }

        return placed;
    }

    private void RefuseLongAccess(Submissions submissions)
    {
        if (Options.MaxAccessTime is not { } most)
        {
            return;
        }

        double time = submissions.EstimateAccessTime() ?? throw new InvalidOperationException(
            $"Option '{nameof(Options.MaxAccessTime)}': expected a solver that says how long runs take, got one that does not.");
        if (time > most.TotalMicroseconds)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Option '{nameof(Options.MaxAccessTime)}': expected at most {most.TotalMilliseconds} ms of a request, got one of ") +
                FormattableString.Invariant($"{submissions.Problems.Length} submissions that would take {time / 1000:F1} ms."));
        }
    }

    private static LeapSamplerOptions Checked(LeapSamplerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.TracksBeta && (options.Calibration is null || options.Beta is not null))
        {
            throw new ArgumentException(
                $"Option '{nameof(options.TracksBeta)}': expected '{nameof(options.Calibration)}', and no '{nameof(options.Beta)}'.",
                nameof(options));
        }

        if (options.AddedFields is not null && options.Mode != AnnealingMode.Conditional)
        {
            throw new ArgumentException(
                $"Option '{nameof(options.AddedFields)}': expected '{nameof(options.Mode)}' {AnnealingMode.Conditional}, got " +
                $"{options.Mode}.",
                nameof(options));
        }

        return options;
    }
}

/// <summary>Submits problems and waits for their answers, as <see cref="LeapClient.SolveAsync"/> does.</summary>
internal delegate Task<ImmutableArray<LeapAnswer>> SolveProblems(
    LeapSolver solver, ImmutableArray<LeapProblem> problems, CancellationToken cancel);
