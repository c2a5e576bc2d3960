using System.Net;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>
/// Hands problems to the service, each once: after a failure that leaves open whether they were accepted, those that the service lists
/// under their labels are not sent again.
/// </summary>
internal sealed class Submission(LeapService service, ServiceLog log, LeapSolver solver)
{
    private const int BatchSize = 20;

    public async Task SubmitAsync(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        foreach (Job[] batch in jobs.Chunk(BatchSize))
        {
            await service.RetryAsync(
                async token =>
                {
                    await FindAsync(batch, token).ConfigureAwait(false);
                    Job[] open = [.. batch.Where(job => job.Id is null)];
                    if (open.Length > 0)
                    {
                        await PostAsync(open, token).ConfigureAwait(false);
                    }
                },
                cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Looks up problems by their labels that were sent, but of which it is unknown whether the service has them.</summary>
    public async Task FindAsync(IEnumerable<Job> jobs, CancellationToken cancel)
    {
        foreach (Job job in jobs.Where(job => job.Id is null && job.IsSent))
        {
            ServiceReply reply = await service.SendOnceAsync(
                ServiceRequest.Get($"problems/?label={Uri.EscapeDataString(job.Label)}", MediaType.Problems), cancel).ConfigureAwait(false);
            foreach (JsonElement item in Items(reply))
            {
                if (job.Id is null && JsonTexts.Of(item, "label") == job.Label)
                {
                    Accept(job, item);
                }
            }
        }
    }

    private async Task PostAsync(Job[] jobs, CancellationToken cancel)
    {
        SetSent(jobs, isSent: true);
        ImmutableArray<JsonElement> items;
        try
        {
            ServiceReply reply = await service.SendOnceAsync(
                new(HttpMethod.Post, "problems/", MediaType.Problems) { Body = Body(jobs) }, cancel).ConfigureAwait(false);
            items = Items(reply);
            if (items.Length != jobs.Length)
            {
                throw new InvalidDataException(
                    $"Answer of the service to {jobs.Length} problems: expected as many items, got {items.Length}.");
            }
        }
        catch (InvalidDataException error)
        {
            throw new LeapException(error.Message, error) { IsTransient = true };
        }
        catch (LeapException error) when (error.Code is >= HttpStatusCode.Ambiguous and < HttpStatusCode.InternalServerError)
        {
            SetSent(jobs, isSent: false);
            throw;
        }

        LeapException? failure = null;
        foreach ((Job job, JsonElement item) in jobs.Zip(items))
        {
            if (ServiceErrors.Of(item) is { } error)
            {
                job.IsSent = false;
                string text = log.WithoutSecrets(error.Text);
                LeapException refusal = new($"Problem {job.Number}: the service refused it with {(int)error.Code}, '{text}'.")
                {
                    Code = error.Code,
                    IsTransient = LeapException.MayPass((int)error.Code),
                };
                failure = failure is { IsTransient: false } ? failure : refusal;
            }
            else
            {
                Accept(job, item);
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private static void SetSent(Job[] jobs, bool isSent)
    {
        foreach (Job job in jobs)
        {
            job.IsSent = isSent;
        }
    }

    private void Accept(Job job, JsonElement item)
    {
        job.Id = JsonTexts.Of(item, "id") is { Length: > 0 } id
            ? id
            : throw new LeapException($"Problem {job.Number}: expected an id from the service, got none.") { IsTransient = true };
        log.Report(LeapEventKind.Submitted, $"Problem {job.Number} ('{job.Label}') was accepted by {solver.Identity}.", id);
        job.IsCompleted = JsonTexts.Of(item, "status") == "COMPLETED";
        if (job.IsCompleted && item.TryGetProperty("answer", out JsonElement answer))
        {
            job.Answer = answer;
        }
    }

    private byte[] Body(Job[] jobs)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartArray();
            foreach (Job job in jobs)
            {
                JobWriting.Write(json, solver, job.Problem, job.Label);
            }

            json.WriteEndArray();
        }

        return body.ToArray();
    }

    private static ImmutableArray<JsonElement> Items(ServiceReply reply) => reply.Json.ValueKind == JsonValueKind.Array
        ? [.. reply.Json.EnumerateArray()]
        : throw new InvalidDataException($"Problems of the service: expected a list, got a {reply.Json.ValueKind}.");
}
