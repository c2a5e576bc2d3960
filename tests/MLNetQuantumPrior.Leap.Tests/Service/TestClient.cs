using System.Collections.Concurrent;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>A client of a service in memory.</summary>
internal sealed class TestClient : IProgress<LeapEvent>, IDisposable
{
    public TestClient(Func<LeapOptions, LeapOptions>? change = null, Dictionary<string, string>? variables = null)
    {
        var options = new LeapOptions
        {
            Token = FakeService.Token,
            Endpoint = "https://service.test/sapi/",
            Solver = "stub_zephyr_1_2",
            Handler = Service,
            TimeProvider = Time,
            Progress = this,
        };
        variables ??= [];
        Client = new(change?.Invoke(options) ?? options, new(variables.GetValueOrDefault, _ => null, PlatformID.Unix));
    }

    public FakeService Service { get; } = new();

    public TestTime Time { get; } = new();

    public LeapClient Client { get; }

    public ConcurrentQueue<LeapEvent> Events { get; } = [];

    public static LeapSolver Solver { get; } = Golden.Zephyr();

    public static LeapProblem Problem(int reads = 1, double field = 0.5) => new(
        new(SpinGraph.FromLabels([0, 1, 16], [new(0, 1), new(0, 16)]), [field, 0, 0], [1.0, -0.25], offset: 2), new() { Reads = reads });

    public void Report(LeapEvent value) => Events.Enqueue(value);

    public async Task<LeapAnswer[]> SolveAsync(int problems = 1, CancellationToken cancel = default) =>
        [.. await Client.SolveAsync(Solver, [.. Enumerable.Range(1, problems).Select(k => Problem(field: k))], cancel)];

    public int Count(string request) => Service.Requests.Count(name => name.StartsWith(request, StringComparison.Ordinal));

    public void Dispose()
    {
        Client.Dispose();
        Service.Dispose();
    }
}
