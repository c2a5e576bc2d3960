namespace MLNetQuantumPrior.Leap;

/// <summary>A client of D-Wave's solver API, version 3: lists solvers, submits problems, waits for answers.</summary>
/// <remarks>Safe to use from several threads at once; share one, so that its sum of charges is that of all.</remarks>
public sealed class LeapClient : IDisposable
{
    /// <summary>Makes a client; no request is sent yet.</summary>
    /// <param name="options">Settings; what they leave out comes from the environment and from configuration files.</param>
    /// <exception cref="ArgumentException">An option contradicts another.</exception>
    /// <exception cref="InvalidDataException">A configuration file or an environment variable is wrong.</exception>
    public LeapClient(LeapOptions? options = null)
    {
        _ = options;
    }

    /// <summary>Time charged so far: <see cref="LeapTiming.AccessTime"/> times <see cref="LeapSolver.QuotaConversionRate"/>.</summary>
    public TimeSpan Charged { get; private set; }

    /// <summary>Solvers that <see cref="LeapOptions.Solver"/> selects, least load first.</summary>
    /// <param name="cancel">Ends the call.</param>
    public Task<ImmutableArray<LeapSolver>> GetSolversAsync(CancellationToken cancel = default) => throw new NotSupportedException();

    /// <summary>The first of <see cref="GetSolversAsync"/>.</summary>
    /// <param name="cancel">Ends the call.</param>
    public Task<LeapSolver> GetSolverAsync(CancellationToken cancel = default) => throw new NotSupportedException();

    /// <summary>Submits problems and waits for their answers.</summary>
    /// <param name="solver">Who solves them.</param>
    /// <param name="problems">At least one.</param>
    /// <param name="cancel">Ends the call, and cancels on the server what it has not finished.</param>
    /// <returns>One answer a problem, in their order.</returns>
    public Task<ImmutableArray<LeapAnswer>> SolveAsync(
        LeapSolver solver, ImmutableArray<LeapProblem> problems, CancellationToken cancel = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
