using System.Collections.Concurrent;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.LeapStub;
using MLNetQuantumPrior.Samples;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>A small training with the real client and sampler over the stub, whose pauses pass at once.</summary>
internal sealed class StubTraining : IProgress<LeapEvent>, IAsyncDisposable
{
    /// <summary>Submissions of a training without faults.</summary>
    public const int Steps = 16;

    private const string Solver = "Advantage2_system1";

    private readonly LeapClient _client;

    private StubTraining(LeapStubServer server, LeapOptions? options)
    {
        Server = server;
        _client = new((options ?? new()) with
        {
            Endpoint = server.Endpoint, Token = server.Options.Token, Solver = Solver, Progress = this, TimeProvider = new TestTime(),
        });
    }

    public LeapStubServer Server { get; }

    public ConcurrentQueue<string> Log { get; } = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory().FullName;

    public static async Task<StubTraining> StartAsync(LeapOptions? options = null) =>
        new(await LeapStubServer.StartAsync(new() { Solvers = [StubSolver.Zephyr(1, dead: [5], name: Solver)] }), options);

    /// <summary>Trains, from the checkpoint if there is one.</summary>
    public async Task<BmVaeModel> TrainAsync(CancellationToken cancel = default)
    {
        Picture[] pictures = Picture.Draw(200);
        var rows = new FeatureMatrix(Picture.Pixels, [.. pictures.SelectMany(picture => picture.Features)]);
        LeapSolver solver = await _client.GetSolverAsync(cancel);
        SpinGraph graph = solver.Graph.WithoutSpins(solver.Qubits.Except([0, 2, 4, 6, 24, 26, 28, 30]));
        using var sampler = new LeapSampler(_client, solver, new() { SpinReversals = 1 });
        var options = new TrainingOptions
        {
            Epochs = 4, BatchSize = 50, NegativePhase = NegativePhaseKind.SamplerDraws, Chains = 20, ValidationFraction = 0,
        };
        var trainer = new BmVaeTrainer(new SimdEngine(), sampler, options) { CheckpointFolder = Folder };
        var networks = VaeArchitecture.Mlp(Picture.Pixels, [16], latents: 8);
        return await Task.Run(() => trainer.Train(rows, networks, graph, seed: 1, cancel: cancel), CancellationToken.None);
    }

    public void Report(LeapEvent value) => Log.Enqueue($"{value.Kind} {value}");

    /// <summary>Fails if the token is in the log, in an error, or in a file of the checkpoint.</summary>
    public void ExpectNoToken(Exception? error = null)
    {
        string token = Server.Options.Token;
        IEnumerable<string> files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText);
        string[] texts = [.. Log, $"{error}", $"{_client}", .. files];
        Assert.IsFalse(Array.Exists(texts, text => text.Contains(token[5..], StringComparison.OrdinalIgnoreCase)));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
