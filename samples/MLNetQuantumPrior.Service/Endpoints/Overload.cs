using Microsoft.AspNetCore.Http.HttpResults;

namespace MLNetQuantumPrior.Service;

/// <summary>The answer to a request that the queue has no room for: 503, and when to come again.</summary>
internal static class Overload
{
    public static ProblemHttpResult Answer(HttpContext context, ServingOptions options)
    {
        context.Response.Headers.RetryAfter = $"{options.RetryAfterSeconds}";
        return TypedResults.Problem(
            $"Requests that wait for the model: expected at most {options.QueueLength}, got one more.",
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
