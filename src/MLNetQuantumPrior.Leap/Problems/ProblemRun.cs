using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>The problems of one call, from their submission to their answers.</summary>
internal sealed class ProblemRun(LeapService service, ServiceLog log, ChargeLedger ledger, LeapSettings settings)
{
    /// <summary>Most time for telling the service that its work is not wanted any more.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    public async Task<ImmutableArray<LeapAnswer>> SolveAsync(
        LeapSolver solver, ImmutableArray<LeapProblem> problems, CancellationToken cancel)
    {
        Check(solver, problems);
        Job[] jobs = [.. problems.Select((problem, k) => new Job(k, problem, ChargeLedger.Estimate(solver, problem)))];
        ledger.Reserve(jobs.Sum(job => job.Estimate));
        var submission = new Submission(service, log, solver);
        using var timeout = new CancellationTokenSource(settings.PollingTimeout ?? Timeout.InfiniteTimeSpan, service.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            await submission.SubmitAsync(jobs, either.Token).ConfigureAwait(false);
            await new Waiting(service, log, settings.Polling).WaitAsync(jobs, either.Token).ConfigureAwait(false);
            return [.. jobs.Select(job => Result(job, solver))];
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new LeapException($"{problems.Length} problems: no answer within {settings.PollingTimeout}.");
        }
        finally
        {
            await CancelAsync(submission, jobs).ConfigureAwait(false);
            foreach (Job job in jobs)
            {
                ledger.Settle(job.Estimate, Charge(job, solver));
            }
        }
    }

    private static void Check(LeapSolver solver, ImmutableArray<LeapProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(solver);
        if (problems.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Problems: expected at least 1, got 0.", nameof(problems));
        }

        SpinGraph? fits = null;
        foreach (LeapProblem problem in problems)
        {
            ProblemCheck.Check(solver, problem);
            if (problem.Model.Graph != fits)
            {
                _ = QpEncoding.Of(solver, problem.Model);
                fits = problem.Model.Graph;
            }
        }
    }

    private static LeapAnswer Result(Job job, LeapSolver solver)
    {
        try
        {
            return AnswerReading.Read(job.Id!, job.Answer!.Value, job.Problem, solver);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"Problem {job.Number} ('{job.Id}'): {error.Message}", error);
        }
    }

    /// <summary>What the answer says; the estimate where it does not, or may come; nothing for a problem that comes to nothing.</summary>
    private static double Charge(Job job, LeapSolver solver)
    {
        if (job.Answer is not { } answer)
        {
            return job.IsCompleted || job.MayRun ? job.Estimate : 0;
        }

        try
        {
            return AnswerReading.Timing(answer).AccessTime * solver.QuotaConversionRate ?? job.Estimate;
        }
        catch (InvalidDataException)
        {
            return job.Estimate;
        }
    }

    /// <summary>Cancels on the server what it has and nobody waits for any more, as far as it can be reached.</summary>
    private async Task CancelAsync(Submission submission, Job[] jobs)
    {
        Job[] left = [.. jobs.Where(job => job.IsSent && !job.IsCompleted && !job.IsLost)];
        if (left.Length == 0)
        {
            return;
        }

        foreach (Job job in left)
        {
            job.MayRun = true;
        }

        using var farewell = new CancellationTokenSource(Farewell, service.Time);
        try
        {
            await service.RetryAsync(token => submission.FindAsync(left, token), farewell.Token).ConfigureAwait(false);
            Job[] known = [.. left.Where(job => job.Id is not null)];
            foreach (Job job in left)
            {
                job.MayRun = job.Id is not null;
            }

            if (known.Length > 0)
            {
                await CancelAsync(known, farewell.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is LeapException or InvalidDataException or OperationCanceledException)
        {
            log.Report(LeapEventKind.Warning, $"{left.Length} problems may still run and be charged: {error.Message}");
        }
    }

    private async Task CancelAsync(Job[] jobs, CancellationToken cancel)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes([.. jobs.Select(job => job.Id!)], JobListContext.Default.StringArray);
        ServiceReply reply = await service.SendAsync(new(HttpMethod.Delete, "problems/", MediaType.Problems) { Body = body }, cancel)
            .ConfigureAwait(false);
        JsonElement[] items = reply.Json.ValueKind == JsonValueKind.Array ? [.. reply.Json.EnumerateArray()] : [];
        foreach ((Job job, JsonElement item) in jobs.Zip(items))
        {
            job.MayRun = JsonTexts.Of(item, "status") != "CANCELLED"; // it may run already, or be finished
        }

        string text = string.Join(", ", jobs.Select(job => job.MayRun ? $"{job.Id} (too late)" : job.Id));
        log.Report(LeapEventKind.Cancelled, $"Cancelled {jobs.Length} problems: {text}.");
    }
}
