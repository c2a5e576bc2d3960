using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>Solvers and problems behind the endpoints.</summary>
internal sealed class StubService(StubOptions options)
{
    private readonly ConcurrentDictionary<string, StubSolver> _solvers =
        new(options.Solvers.Select(solver => KeyValuePair.Create(solver.Name, solver)));

    private readonly ConcurrentDictionary<string, StubProblem> _byId = new();
    private readonly ConcurrentQueue<StubProblem> _inOrder = new();
    private readonly ConcurrentDictionary<string, int> _seen = new();
    private readonly SemaphoreSlim _processor = new(1);
    private readonly StubMachine _machine = new(options.StateVectorQubits);

    public StubCounters Counters { get; } = new();

    public StubFaults Faults { get; } = new();

    public IEnumerable<StubSolver> Solvers => _solvers.Values.OrderBy(solver => solver.Name, StringComparer.Ordinal);

    /// <summary>All problems that were accepted, oldest first.</summary>
    public IEnumerable<StubProblem> Problems => _inOrder;

    public StubSolver? Solver(string name) => _solvers.GetValueOrDefault(name);

    public StubProblem? Problem(string id) => _byId.GetValueOrDefault(id);

    public void Replace(StubSolver solver) => _solvers[solver.Name] = solver;

    public void Remove(string name) => _solvers.TryRemove(name, out _);

    /// <summary>Takes a job.</summary>
    /// <exception cref="RefusedException">It is not one that the service takes.</exception>
    public StubProblem Submit(JsonElement job)
    {
        StubProblem problem = Read(job);
        _byId[problem.Id] = problem;
        _inOrder.Enqueue(problem);
        Counters.Accept(problem);
        StubFault? fate = Faults.Next(StubCall.Solve);
        if (fate?.Kind != StubFaultKind.Hold)
        {
            _ = Task.Run(() => SolveAsync(problem, fate));
        }

        return problem;
    }

    private StubProblem Read(JsonElement job)
    {
        try
        {
            JsonElement identity = job.GetProperty("solver");
            string name = identity.GetProperty("name").GetString()!;
            StubSolver solver = Solver(name)
                ?? throw new RefusedException(404, $"Solver {name} does not exist or apitoken does not have access");
            string? graph = identity.TryGetProperty("version", out JsonElement version)
                ? version.GetProperty("graph_id").GetString()
                : solver.GraphId;
            if (graph != solver.GraphId)
            {
                throw RefusedException.Bad($"Working graph {graph} of solver {name} is not available, it is {solver.GraphId} now");
            }

            if (!solver.IsOnline)
            {
                throw new RefusedException(503, $"Solver {name} is offline");
            }

            string? type = job.GetProperty("type").GetString();
            if (type is not ("ising" or "qubo"))
            {
                throw RefusedException.Bad($"Solver {name} does not support problems of type {type}");
            }

            var run = RunParameters.Read(job.GetProperty("params"), solver);
            var sent = QpProblem.Decode(job.GetProperty("data"), solver);
            QpProblem spins = type == "qubo" ? sent.ToSpins() : sent;
            if (!run.AutoScale)
            {
                CouplingRanges.Check(spins, solver);
            }

            if (run.IsFast && spins.Linear.Any(h => h != 0))
            {
                throw RefusedException.Bad("fast_anneal needs h = 0");
            }

            run.CheckDuration(sent.Active.Length);
            return new(solver, job.Clone(), sent, run);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or JsonException)
        {
            throw RefusedException.Bad($"Malformed problem: {error.Message}");
        }
    }

    private async Task SolveAsync(StubProblem problem, StubFault? fate)
    {
        await Task.Delay(fate?.Delay ?? options.Latency);
        await _processor.WaitAsync();
        try
        {
            if (fate?.Kind == StubFaultKind.Cancelled)
            {
                problem.Move("CANCELLED");
            }
            else if (fate?.Kind == StubFaultKind.Failed)
            {
                problem.Move("FAILED", error: "The processor failed to program the problem");
            }
            else if (problem.Move("IN_PROGRESS"))
            {
                JsonObject answer = Answer(problem);
                if (fate?.Kind == StubFaultKind.HalfAnswer)
                {
                    string solutions = (string)answer["solutions"]!;
                    answer["solutions"] = Convert.ToBase64String(Convert.FromBase64String(solutions)[..^1]);
                }

                Counters.Charge((double)answer["timing"]!["qpu_access_time"]!);
                problem.Move("COMPLETED", answer);
            }
        }
        catch (Exception error)
        {
            problem.Move("FAILED", error: error.Message);
        }
        finally
        {
            _processor.Release();
        }
    }

    private JsonObject Answer(StubProblem problem)
    {
        bool isQubo = problem.Type == "qubo";
        QpProblem spins = isQubo ? problem.Sent.ToSpins() : problem.Sent;
        if (problem.Run.AutoScale)
        {
            double scale = CouplingRanges.ScaleOf(spins, problem.Solver);
            spins = spins with
            {
                Linear = [.. spins.Linear.Select(h => h / scale)], Quadratic = [.. spins.Quadratic.Select(j => j / scale)],
            };
        }

        List<sbyte[]> reads = _machine.Draw(spins, problem.Run, problem.Solver, SeedOf(problem));
        return StubAnswer.Encode(
            problem.Sent, isQubo, reads, problem.Run.IsRaw, problem.Solver.QubitCount, RunTiming.Of(spins.Active.Length, problem.Run));
    }

    /// <summary>
    /// Made of the stub's seed, the problem, and how often the same one came before, so that it does not depend on the order of others.
    /// </summary>
    private ulong SeedOf(StubProblem problem)
    {
        string content = $"{problem.Solver.Name};{problem.Solver.GraphId};{problem.Type};{problem.Job.GetProperty("data").GetRawText()};" +
            problem.Job.GetProperty("params").GetRawText();
        string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        int earlier = _seen.AddOrUpdate(hash, 0, (_, count) => count + 1);
        return BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Seed};{hash};{earlier}")));
    }
}
