using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>Solvers and regions.</summary>
internal static class SolverEndpoints
{
    public static void Map(WebApplication app, StubService service, StubOptions options)
    {
        Sapi.Map(app, "GET", "/solvers/remote", "sapi.solver-definition-list", context =>
        {
            string? filter = context.Request.Query["filter"];
            var list = new JsonArray();
            foreach (StubSolver solver in service.Solvers)
            {
                list.Add(Filtered(solver, filter));
            }

            return Task.FromResult(Cached(context, list, "sapi.solver-definition-list", options.SolverCacheSeconds));
        });
        Sapi.Map(app, "GET", "/solvers/remote/{name}", "sapi.solver-definition", context =>
        {
            string name = (string)context.Request.RouteValues["name"]!;
            StubSolver solver = service.Solver(name)
                ?? throw new RefusedException(404, $"Solver {name} does not exist or apitoken does not have access");
            JsonObject definition = Filtered(solver, context.Request.Query["filter"]);
            return Task.FromResult(Cached(context, definition, "sapi.solver-definition", options.SolverCacheSeconds));
        });
        app.MapGet("/metadata/v1/regions", (HttpContext context) => Results.Text(
            new JsonArray(Region(context)).ToJsonString(), "application/vnd.dwave.metadata.regions+json; version=1.0.0"));
        app.MapGet("/metadata/v1/regions/{code}", (HttpContext context, string code) => code == "stub-1"
            ? Results.Text(Region(context).ToJsonString(), "application/vnd.dwave.metadata.region+json; version=1.0.0")
            : Results.NotFound());
    }

    private static JsonObject Filtered(StubSolver solver, string? filter) =>
        StubFilter.Apply(SolverProperties.Of(solver), filter) ?? throw RefusedException.Bad($"Invalid filter {filter}");

    private static JsonObject Region(HttpContext context) => new()
    {
        ["code"] = "stub-1", ["name"] = "This machine", ["endpoint"] = $"http://{context.Request.Host}/sapi/v2/",
    };

    private static IResult Cached(HttpContext context, JsonNode content, string type, int seconds)
    {
        string tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString())))[..16]}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = $"private, max-age={seconds}";
        return context.Request.Headers.IfNoneMatch == tag ? Results.StatusCode(304) : Sapi.Answer(content, type);
    }
}
