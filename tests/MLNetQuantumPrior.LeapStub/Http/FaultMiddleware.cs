namespace MLNetQuantumPrior.LeapStub;

/// <summary>Counts requests and spoils those that are to be spoilt.</summary>
internal static class FaultMiddleware
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, StubService service)
    {
        StubCall call = CallOf(context.Request);
        service.Counters.Count(call);
        service.Counters.UserAgents.AddOrUpdate(context.Request.Headers.UserAgent.ToString(), 1, (_, count) => count + 1);
        StubFault? fault = service.Faults.Next(call);
        switch (fault?.Kind)
        {
            case StubFaultKind.Status:
                context.Response.StatusCode = fault.Code;
                context.Response.ContentType = "application/json";
                if (fault.RetryAfter is { } after)
                {
                    context.Response.Headers.RetryAfter = after;
                }

                await context.Response.WriteAsync($$"""{"error_code":{{fault.Code}},"error_msg":"fault on request"}""");
                return;
            case StubFaultKind.DropBefore:
                context.Abort();
                return;
            case StubFaultKind.Slow:
                await Task.Delay(fault.Delay ?? TimeSpan.FromSeconds(1), context.RequestAborted);
                await next(context);
                return;
            case StubFaultKind.SolversGone:
                foreach (StubSolver solver in service.Solvers.ToArray())
                {
                    service.Remove(solver.Name);
                }

                await next(context);
                return;
            case StubFaultKind.GraphsChanged:
                foreach (StubSolver solver in service.Solvers.ToArray())
                {
                    service.Replace(solver.After([solver.Graph.Labels[0]], []));
                }

                await next(context);
                return;
            case StubFaultKind.DropAfter or StubFaultKind.HalfAnswer or StubFaultKind.Garbage:
                await SpoilAsync(context, next, fault.Kind);
                return;
            default:
                await next(context);
                return;
        }
    }

    private static async Task SpoilAsync(HttpContext context, RequestDelegate next, StubFaultKind kind)
    {
        Stream body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await next(context);
        context.Response.Body = body;
        if (kind == StubFaultKind.Garbage)
        {
            context.Response.ContentLength = null;
            await context.Response.WriteAsync("[{\"id\": 12, \"status\": \"COMP");
            return;
        }

        if (kind == StubFaultKind.HalfAnswer)
        {
            context.Response.ContentLength = answer.Length;
            await body.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length / 2));
            await body.FlushAsync();
        }

        context.Abort();
    }

    private static StubCall CallOf(HttpRequest request)
    {
        string path = request.Path.Value!.TrimEnd('/');
        return path.Contains("/metadata/", StringComparison.Ordinal) ? StubCall.Regions
            : path.Contains("/solvers/", StringComparison.Ordinal) ? StubCall.Solvers
            : HttpMethods.IsPost(request.Method) ? StubCall.Submit
            : HttpMethods.IsDelete(request.Method) ? StubCall.Cancel
            : !path.EndsWith("/problems", StringComparison.Ordinal) ? StubCall.Problem
            : request.Query.ContainsKey("id") ? StubCall.Poll
            : StubCall.Find;
    }
}
