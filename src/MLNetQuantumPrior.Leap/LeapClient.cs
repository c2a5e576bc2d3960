namespace MLNetQuantumPrior.Leap;

/// <summary>A client of D-Wave's solver API, version 3: lists solvers, submits problems, waits for answers.</summary>
/// <remarks>
/// Requests that failed in a way that may pass are sent again, with growing pauses. A submission that broke off is looked up before it is
/// sent again, so that nothing is charged twice. Safe to use from several threads at once; share one client, so that its sum of charges is
/// that of all.
/// </remarks>
/// <example>
/// <code>
/// using var client = new LeapClient(new() { Solver = "Advantage2_system1", ChargeLimit = TimeSpan.FromSeconds(10) });
/// LeapSolver solver = await client.GetSolverAsync();
/// ImmutableArray&lt;LeapAnswer&gt; answers = await client.SolveAsync(solver, [new(model, new() { Reads = 100 })]);
/// </code>
/// </example>
public sealed class LeapClient : IDisposable
{
    private readonly LeapSettings _settings;
    private readonly LeapService _service;
    private readonly SolverDirectory _solvers;
    private readonly ChargeLedger _ledger;
    private readonly ProblemRun _run;
    private string? _chosen;

    /// <summary>Makes a client; no request is sent yet.</summary>
    /// <param name="options">Settings; what they leave out comes from the environment and from configuration files.</param>
    /// <exception cref="ArgumentException">Two options exclude each other.</exception>
    /// <exception cref="InvalidDataException">There is no token, or a setting or a configuration file is wrong.</exception>
    public LeapClient(LeapOptions? options = null)
        : this(options ?? new(), Surroundings.OfProcess)
    {
    }

    internal LeapClient(LeapOptions options, Surroundings surroundings)
    {
        _settings = SettingsReading.Read(options, surroundings);
        var log = new ServiceLog(options.Progress, _settings.Secrets);
        _service = new(_settings, new(_settings, options.Handler, options.TimeProvider, log));
        _solvers = new(_service);
        _ledger = new(options.ChargeLimit);
        _run = new(_service, log, _ledger, _settings);
        if (_settings.Endpoint is { Scheme: "http", IsLoopback: false })
        {
            log.Report(LeapEventKind.Warning, "The endpoint starts with http://: the token travels unencrypted.");
        }

        if (_settings.AllowsAnyCertificate)
        {
            log.Report(LeapEventKind.Warning, "Setting 'permissive_ssl': the token goes to whoever answers at the endpoint.");
        }
    }

    /// <summary>Time charged so far: <see cref="LeapTiming.AccessTime"/> times <see cref="LeapSolver.QuotaConversionRate"/>.</summary>
    public TimeSpan Charged => _ledger.Charged;

    /// <summary>
    /// Solvers that are online and that <see cref="LeapOptions.Solver"/> selects, least load first. The service is asked again only when
    /// what it said before is out of date.
    /// </summary>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="LeapException">The service refused or cannot be reached.</exception>
    /// <exception cref="InvalidDataException">The service answered what this client does not understand.</exception>
    public async Task<ImmutableArray<LeapSolver>> GetSolversAsync(CancellationToken cancel = default) =>
        [.. (await _solvers.GetAsync(cancel).ConfigureAwait(false)).Where(_settings.Solver.Matches)];

    /// <summary>
    /// The first of <see cref="GetSolversAsync"/>, and from then on the solver of the same name as long as it is one of them: models that
    /// are placed on its qubits do not fit another.
    /// </summary>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="LeapException">There is none, or the service refused or cannot be reached.</exception>
    /// <exception cref="InvalidDataException">The service answered what this client does not understand.</exception>
    public async Task<LeapSolver> GetSolverAsync(CancellationToken cancel = default)
    {
        ImmutableArray<LeapSolver> all = await _solvers.GetAsync(cancel).ConfigureAwait(false);
        LeapSolver? solver = all.Where(_settings.Solver.Matches).MinBy(found => found.Name != _chosen);
        _chosen = solver?.Name;
        return solver ?? throw new LeapException(
            $"Solvers: expected one that is online and that '{_settings.Solver}' selects, got none of " +
            $"{string.Join(", ", all.Select(solver => solver.IsOnline ? solver.Identity : $"{solver.Identity} (offline)"))}.");
    }

    /// <summary>Submits problems and waits for their answers.</summary>
    /// <param name="solver">Who solves them.</param>
    /// <param name="problems">At least one.</param>
    /// <param name="cancel">Ends the call, and cancels on the server what it has not finished.</param>
    /// <returns>One answer a problem, in their order.</returns>
    /// <exception cref="ArgumentException">A problem does not fit the solver; nothing was sent.</exception>
    /// <exception cref="LeapException">
    /// A problem was refused, failed, or took too long, the charges would pass <see cref="LeapOptions.ChargeLimit"/>, or the service cannot
    /// be reached. What else was submitted is cancelled.
    /// </exception>
    /// <exception cref="InvalidDataException">An answer is damaged.</exception>
    public async Task<ImmutableArray<LeapAnswer>> SolveAsync(
        LeapSolver solver, ImmutableArray<LeapProblem> problems, CancellationToken cancel = default) =>
        await _run.SolveAsync(solver, problems, cancel).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Dispose() => _service.Dispose();
}
