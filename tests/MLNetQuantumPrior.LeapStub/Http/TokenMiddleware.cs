namespace MLNetQuantumPrior.LeapStub;

/// <summary>Refuses requests without the token.</summary>
internal static class TokenMiddleware
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next, string token)
    {
        if (context.Request.Path.StartsWithSegments("/metadata") || context.Request.Headers["X-Auth-Token"] == token)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync("Invalid token or access denied");
    }
}
