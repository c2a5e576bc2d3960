using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>What the service knows of a problem that it accepted.</summary>
public sealed class StubProblem
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();

    internal StubProblem(StubSolver solver, JsonElement job, QpProblem sent, RunParameters run)
    {
        (Solver, Job, Sent, Run) = (solver, job, sent, run);
        Type = job.GetProperty("type").GetString()!;
        Label = job.TryGetProperty("label", out JsonElement label) && label.ValueKind == JsonValueKind.String ? label.GetString() : null;
        Accepted = ToJson(withAnswer: false);
    }

    /// <summary>By which clients ask for it.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>What the client called it.</summary>
    public string? Label { get; }

    /// <summary>Who solves it.</summary>
    public StubSolver Solver { get; }

    /// <summary>PENDING, IN_PROGRESS, COMPLETED, FAILED or CANCELLED.</summary>
    public string Status { get; private set; } = "PENDING";

    /// <summary>The job as it arrived.</summary>
    public JsonElement Job { get; }

    internal string Type { get; }

    internal QpProblem Sent { get; }

    internal RunParameters Run { get; }

    internal DateTime Submitted { get; } = DateTime.UtcNow;

    /// <summary>What the client hears when the problem is accepted.</summary>
    internal JsonObject Accepted { get; }

    internal DateTime? Solved { get; private set; }

    internal JsonObject? Answer { get; private set; }

    internal string? Error { get; private set; }

    /// <summary>Ends when the problem does.</summary>
    internal Task End => _end.Task;

    /// <summary>Moves to a state, unless the problem has ended.</summary>
    /// <returns>Whether it moved.</returns>
    internal bool Move(string status, JsonObject? answer = null, string? error = null)
    {
        lock (_lock)
        {
            if (End.IsCompleted)
            {
                return false;
            }

            (Status, Answer, Error) = (status, answer, error);
            if (status is "PENDING" or "IN_PROGRESS")
            {
                return true;
            }

            Solved = DateTime.UtcNow;
            _end.SetResult();
            return true;
        }
    }

    /// <summary>Cancels it where that is still possible.</summary>
    /// <returns>200, 202 while it runs, 409 after its end.</returns>
    internal int Cancel()
    {
        lock (_lock)
        {
            return Status == "IN_PROGRESS" ? 202 : Move("CANCELLED") ? 200 : 409;
        }
    }

    internal JsonObject ToJson(bool withAnswer)
    {
        lock (_lock)
        {
            var item = new JsonObject
            {
                ["id"] = Id,
                ["type"] = Type,
                ["solver"] = SolverProperties.Identity(Solver),
                ["status"] = Status,
                ["submitted_on"] = Time(Submitted),
            };
            AddIf("label", Label);
            AddIf("solved_on", Solved is { } solved ? Time(solved) : null);
            AddIf("error_message", Error);
            if (withAnswer && Answer is { } answer)
            {
                item["answer"] = answer.DeepClone();
            }

            return item;

            void AddIf(string name, string? value)
            {
                if (value is not null)
                {
                    item[name] = value;
                }
            }
        }
    }

    internal static string Time(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}
