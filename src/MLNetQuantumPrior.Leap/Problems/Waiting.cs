using System.Net;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>Waits for problems to end, and fetches their answers.</summary>
internal sealed class Waiting(LeapService service, ServiceLog log, PollingSchedule schedule)
{
    private const int MostIds = 100;
    private const int MostAtOnce = 5;

    /// <summary>A service that does not hold questions back is not asked more often.</summary>
    private static readonly TimeSpan HastyAnswer = TimeSpan.FromSeconds(0.5);

    /// <summary>Until all have an answer.</summary>
    /// <exception cref="LeapException">A problem failed or was cancelled, or the service does not know it.</exception>
    public async Task WaitAsync(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        for (int question = 0; ; question++)
        {
            Job[] open = [.. jobs.Where(job => job.Answer is null).Take(MostIds)];
            if (open.Length == 0)
            {
                return;
            }

            long asked = service.Time.GetTimestamp();
            Job[] completed = await AskAsync(open, cancel).ConfigureAwait(false);
            await Parallel.ForEachAsync(
                completed,
                new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = MostAtOnce },
                async (job, token) => await FetchAsync(job, token).ConfigureAwait(false)).ConfigureAwait(false);
            int left = open.Count(job => job.Answer is null);
            bool isHasty = left == open.Length && service.Time.GetElapsedTime(asked) < HastyAnswer;
            TimeSpan pause = left > 0 ? schedule.Pause(question) : TimeSpan.Zero;
            await Task.Delay(isHasty && pause < HastyAnswer ? HastyAnswer : pause, service.Time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Which are completed, after the service held the question back until one is or time is over.</summary>
    private async Task<Job[]> AskAsync(Job[] jobs, CancellationToken cancel)
    {
        string ids = string.Join(',', jobs.Select(job => Uri.EscapeDataString(job.Id!)));
        string wait = schedule.Wait is { } seconds ? $"&timeout={seconds}" : "";
        ServiceReply reply = await service.SendAsync(ServiceRequest.Get($"problems/?id={ids}{wait}", MediaType.Problems), cancel)
            .ConfigureAwait(false);
        if (reply.Json.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException($"Problems of the service: expected a list, got a {reply.Json.ValueKind}.");
        }

        var known = new Dictionary<string, JsonElement>();
        foreach (JsonElement item in reply.Json.EnumerateArray())
        {
            if (JsonTexts.Of(item, "id") is { } id)
            {
                known[id] = item;
            }
        }

        // One that the list leaves out is asked for alone, where the service says why.
        return [.. jobs.Where(job => !known.TryGetValue(job.Id!, out JsonElement item) || IsCompleted(job, item))];
    }

    private async Task FetchAsync(Job job, CancellationToken cancel)
    {
        ServiceReply reply = await service.SendAsync(
            ServiceRequest.Get($"problems/{Uri.EscapeDataString(job.Id!)}/", MediaType.Problem), cancel).ConfigureAwait(false);
        if (JsonTexts.Of(reply.Json, "id") is { } id && id != job.Id)
        {
            throw new InvalidDataException($"Problem {job.Number} ('{job.Id}'): expected its answer, got that of another problem.");
        }

        if (!IsCompleted(job, reply.Json))
        {
            return;
        }

        job.Answer = reply.Json.TryGetProperty("answer", out JsonElement answer)
            ? answer
            : throw new InvalidDataException($"Problem {job.Number} ('{job.Id}') is completed: expected an answer, got none.");
        log.Report(LeapEventKind.Completed, $"Problem {job.Number} is completed.", job.Id);
    }

    private bool IsCompleted(Job job, JsonElement item)
    {
        string? status = JsonTexts.Of(item, "status");
        switch (status)
        {
            case "COMPLETED":
                job.IsCompleted = true;
                return true;
            case "PENDING" or "IN_PROGRESS":
                return false;
            case "FAILED":
                job.IsLost = true;
                string reason = log.Quoted(JsonTexts.Of(item, "error_message") ?? "without a reason");
                throw new LeapException($"Problem {job.Number} failed: {reason}") { ProblemId = job.Id };
            case "CANCELLED":
                job.IsLost = true;
                throw new LeapException($"Problem {job.Number} was cancelled by somebody else.") { ProblemId = job.Id };
        }

        (HttpStatusCode Code, string Text)? error = ServiceErrors.Of(item);
        throw new LeapException($"Problem {job.Number}: expected its status, got '{log.Quoted(error?.Text ?? status ?? "")}'.")
        {
            Code = error?.Code,
            ProblemId = job.Id,
        };
    }
}
