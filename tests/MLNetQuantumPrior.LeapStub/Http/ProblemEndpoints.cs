using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>Submitting, polling, answers, cancelling.</summary>
internal static class ProblemEndpoints
{
    private const int MostIds = 1000;

    public static void Map(WebApplication app, StubService service, StubOptions options)
    {
        Sapi.Map(app, "POST", "/problems", "sapi.problems", context => SubmitAsync(context, service, options));
        Sapi.Map(app, "GET", "/problems", "sapi.problems", context => ListAsync(context, service));
        Sapi.Map(app, "DELETE", "/problems", "sapi.problems", async context =>
        {
            JsonElement ids = await Sapi.BodyAsync(context.Request);
            return Sapi.Answer(
                new JsonArray([.. ids.EnumerateArray().Select(id => Cancel(id.GetString()!, service).Item)]), "sapi.problems");
        });
        Sapi.Map(app, "GET", "/problems/{id}", "sapi.problem", async context =>
        {
            StubProblem problem = Problem(context, service);
            await WaitAsync([problem], context);
            return Sapi.Answer(problem.ToJson(withAnswer: true), "sapi.problem");
        });
        Sapi.Map(app, "DELETE", "/problems/{id}", "sapi.problem", context =>
        {
            (JsonObject item, int code) = Cancel((string)context.Request.RouteValues["id"]!, service);
            return Task.FromResult(Sapi.Answer(item, "sapi.problem", code));
        });
        Sapi.Map(app, "GET", "/problems/{id}/answer", "sapi.problem-answer", context => Task.FromResult(Sapi.Answer(
            new JsonObject
            {
                ["answer"] = Problem(context, service).Answer?.DeepClone() ?? throw new RefusedException(404, "Problem has no answer"),
            },
            "sapi.problem-answer")));
        Sapi.Map(app, "GET", "/problems/{id}/info", "sapi.problem-data", context =>
            Task.FromResult(Sapi.Answer(Info(Problem(context, service)), "sapi.problem-data")));
        Sapi.Map(app, "GET", "/problems/{id}/messages", "sapi.problem-message", context =>
            Task.FromResult(Sapi.Answer(Messages(Problem(context, service)), "sapi.problem-message")));
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, StubService service, StubOptions options)
    {
        JsonElement body = await Sapi.BodyAsync(context.Request);
        if (body.ValueKind != JsonValueKind.Array)
        {
            return Sapi.Answer(await SubmitAsync(body, service, options), "sapi.problems");
        }

        service.Counters.Batch(body.GetArrayLength());
        var items = new JsonArray();
        foreach (JsonElement job in body.EnumerateArray())
        {
            try
            {
                items.Add(await SubmitAsync(job, service, options));
            }
            catch (RefusedException error)
            {
                items.Add(Sapi.Error(error.Code, error.Message));
            }
        }

        return Sapi.Answer(items, "sapi.problems");
    }

    private static async Task<JsonObject> SubmitAsync(JsonElement job, StubService service, StubOptions options)
    {
        StubProblem problem = service.Submit(job);
        if (!options.AnswersAtOnce)
        {
            return problem.Accepted;
        }

        await problem.End;
        return problem.ToJson(withAnswer: true);
    }

    private static async Task<IResult> ListAsync(HttpContext context, StubService service)
    {
        IQueryCollection query = context.Request.Query;
        IEnumerable<StubProblem> found = service.Problems.Reverse();
        if (query.TryGetValue("id", out var ids))
        {
            string[] wanted = ids.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
            if (wanted.Length > MostIds)
            {
                throw RefusedException.Bad($"at most {MostIds} ids, got {wanted.Length}");
            }

            StubProblem[] known = [.. wanted.Select(service.Problem).OfType<StubProblem>()];
            if (known.Length == 0)
            {
                throw new RefusedException(404, "Problem does not exist");
            }

            await WaitAsync(known, context);
            found = known;
        }

        if (query.TryGetValue("label", out var label))
        {
            found = found.Where(problem => problem.Label == label);
        }

        if (query.TryGetValue("status", out var status))
        {
            found = found.Where(problem => problem.Status == status);
        }

        if (query.TryGetValue("solver", out var solver))
        {
            found = found.Where(problem => problem.Solver.Name == solver);
        }

        int most = query.TryGetValue("max_results", out var results) ? Whole(results, 1, 1000, "max_results") : 1000;
        return Sapi.Answer(new JsonArray([.. found.Take(most).Select(problem => problem.ToJson(withAnswer: false))]), "sapi.problems");
    }

    /// <summary>Returns when one of the problems has ended, or the time-out of the request.</summary>
    private static async Task WaitAsync(StubProblem[] problems, HttpContext context)
    {
        int seconds = context.Request.Query.TryGetValue("timeout", out var timeout) ? Whole(timeout, 1, 30, "timeout") : 1;
        Task end = Task.WhenAny(problems.Select(problem => problem.End));
        await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(seconds), context.RequestAborted));
    }

    private static int Whole(string? text, int least, int most, string name) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw RefusedException.Bad($"{name} must be an integer in range [{least}, {most}], got {text}");

    private static StubProblem Problem(HttpContext context, StubService service) =>
        service.Problem((string)context.Request.RouteValues["id"]!) ?? throw new RefusedException(404, "Problem does not exist");

    private static (JsonObject Item, int Code) Cancel(string id, StubService service)
    {
        if (service.Problem(id) is not { } problem)
        {
            return (Sapi.Error(404, "Problem does not exist"), 404);
        }

        int code = problem.Cancel();
        return code switch
        {
            200 => (problem.ToJson(withAnswer: false), code),
            202 => (Sapi.Error(code, "Attempting to cancel problem in progress."), code),
            _ => (Sapi.Error(code, "Problem has been finished."), code),
        };
    }

    private static JsonObject Info(StubProblem problem)
    {
        JsonObject status = problem.ToJson(withAnswer: true);
        var metadata = new JsonObject { ["submitted_by"] = "stub", ["messages"] = Messages(problem) };
        foreach (string name in (string[])["solver", "type", "label", "status", "submitted_on", "solved_on"])
        {
            metadata[name] = status[name]?.DeepClone();
        }

        var info = new JsonObject
        {
            ["id"] = problem.Id,
            ["data"] = JsonNode.Parse(problem.Job.GetProperty("data").GetRawText()),
            ["params"] = JsonNode.Parse(problem.Job.GetProperty("params").GetRawText()),
            ["metadata"] = metadata,
        };
        if (status["answer"] is { } answer)
        {
            info["answer"] = answer.DeepClone();
        }

        return info;
    }

    private static JsonArray Messages(StubProblem problem) => problem.Error is { } error
        ? [new JsonObject { ["timestamp"] = StubProblem.Time(problem.Solved!.Value), ["message"] = error, ["severity"] = "ERROR" }]
        : [];
}
