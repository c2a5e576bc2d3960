using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace MLNetQuantumPrior.Service;

/// <summary>
/// Answers faults of requests with problem details (RFC 9457). Other errors are logged, and answered by 500 without details.
/// </summary>
internal sealed class Problems(IProblemDetailsService writer) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception error, CancellationToken cancel)
    {
        ProblemDetails? problem = error switch
        {
            RequestException fault => new()
            {
                Status = StatusCodes.Status400BadRequest,
                Detail = fault.Message,
                Extensions = { ["field"] = fault.Field, ["expected"] = fault.Expected, ["got"] = fault.Got },
            },
            BadHttpRequestException bad => new() { Status = bad.StatusCode, Detail = Detail(bad) },
            _ => null,
        };
        if (problem is null)
        {
            return ValueTask.FromResult(false);
        }

        context.Response.StatusCode = problem.Status!.Value;
        return writer.TryWriteAsync(new() { HttpContext = context, ProblemDetails = problem });
    }

    private static string Detail(BadHttpRequestException error) => error.InnerException switch
    {
        JsonException { Path: { Length: > 1 } path } json => $"Request '{path[2..]}': {json.Message.Split(" Path: ")[0]}",
        JsonException json => $"Request: expected JSON. {json.Message.Split(" Path: ")[0]}",
        _ => error.Message,
    };
}
