using MLNetQuantumPrior.Leap;
using MLNetQuantumPrior.LeapStub;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Experiments;

/// <summary>A client of the stand-in for the service, and the qubits of one place of its processor.</summary>
internal sealed class StubbedSolver : IDisposable
{
    private readonly LeapStubServer _server;

    private StubbedSolver(LeapStubServer server)
    {
        _server = server;
        Client = new(new() { Token = server.Options.Token, Endpoint = server.Endpoint });
        Solver = Client.GetSolverAsync().GetAwaiter().GetResult();
    }

    public LeapClient Client { get; }

    public LeapSolver Solver { get; }

    /// <summary>What the processor has in a standard anneal.</summary>
    public double StandardBeta => _server.Solvers.Single().StandardBeta;

    /// <summary>Problems that were submitted.</summary>
    public int Submissions => _server.Problems.Count();

    public static StubbedSolver Start(ulong seed) => new(LeapStubServer.StartAsync(new()
    {
        Seed = seed, Solvers = [StubSolver.Zephyr(3, dead: [7, 50, 300], name: "Advantage2_system1.stub")],
    }).GetAwaiter().GetResult());

    /// <summary>
    /// Working qubits of the place in the middle of the grid, half of them vertical; others beside them are left for ancillas.
    /// </summary>
    public SpinGraph Place(int spins)
    {
        const int Grid = 3;
        int[] labels =
        [
            .. from u in Enumerable.Range(0, 2) from at in Enumerable.Range(0, spins / 2)
               select new ZephyrCoordinate(u, Grid, at / 2, at % 2, 1).Label(Grid, 4),
        ];
        return Solver.Graph.WithoutSpins(Solver.Graph.Labels.Except(labels));
    }

    public void Dispose()
    {
        Client.Dispose();
        _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
