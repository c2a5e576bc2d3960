using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>
/// A stand-in for D-Wave's solver API on loopback, written from its documentation, with a classical sampler in place of the processor, and
/// faults on request.
/// </summary>
public sealed class LeapStubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StubService _service;

    private LeapStubServer(WebApplication app, StubService service, StubOptions options) =>
        (_app, _service, Options) = (app, service, options);

    /// <summary>Its settings.</summary>
    public StubOptions Options { get; }

    /// <summary>Where the solver API is.</summary>
    public string Endpoint => $"{Root}/sapi/v2/";

    /// <summary>Where the list of regions is.</summary>
    public string MetadataEndpoint => $"{Root}/metadata/v1/";

    /// <summary>What was asked of it.</summary>
    public StubCounters Counters => _service.Counters;

    /// <summary>What is to go wrong.</summary>
    public StubFaults Faults => _service.Faults;

    /// <summary>What it offers now.</summary>
    public IEnumerable<StubSolver> Solvers => _service.Solvers;

    /// <summary>Problems that it accepted, oldest first.</summary>
    public IEnumerable<StubProblem> Problems => _service.Problems;

    /// <summary>The host, for a test server.</summary>
    public IServer Server => _app.Services.GetRequiredService<IServer>();

    private string Root => Server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "http://localhost";

    /// <summary>Starts one.</summary>
    /// <param name="options">Settings; null takes the defaults.</param>
    /// <param name="host">Changes the host, such as to a test server.</param>
    public static async Task<LeapStubServer> StartAsync(StubOptions? options = null, Action<IWebHostBuilder>? host = null)
    {
        options ??= new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, options.Port));
        host?.Invoke(builder.WebHost);
        WebApplication app = builder.Build();
        var service = new StubService(options);
        app.Use((context, next) => FaultMiddleware.InvokeAsync(context, next, service));
        app.Use((context, next) => TokenMiddleware.InvokeAsync(context, next, options.Token));
        SolverEndpoints.Map(app, service, options);
        ProblemEndpoints.Map(app, service, options);
        await app.StartAsync();
        return new(app, service, options);
    }

    /// <summary>Puts a solver in place of the one of its name, or adds it.</summary>
    public void Replace(StubSolver solver) => _service.Replace(solver);

    /// <summary>Takes a solver away.</summary>
    public void Remove(string name) => _service.Remove(name);

    /// <summary>Ends when the program is told to stop, by Ctrl+C or otherwise.</summary>
    public Task UntilStoppedAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync(); // long polls are not waited for
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
