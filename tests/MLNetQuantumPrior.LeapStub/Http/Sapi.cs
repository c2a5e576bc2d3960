using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.LeapStub;

/// <summary>Media types, bodies and errors of the solver API.</summary>
internal static class Sapi
{
    /// <summary>Adds an endpoint under each base path, which answers only to those who accept its media type.</summary>
    public static void Map(WebApplication app, string method, string path, string type, Func<HttpContext, Task<IResult>> answer)
    {
        foreach (string root in (string[])["/sapi", "/sapi/v2"])
        {
            app.MapMethods(root + path, [method], async (HttpContext context) =>
            {
                if (!Accepts(context.Request, type))
                {
                    return Results.Text($"Expected Accept: {MediaType(type)}", "text/plain", statusCode: 415);
                }

                try
                {
                    return await answer(context);
                }
                catch (RefusedException error)
                {
                    return Answer(Error(error.Code, error.Message), type, error.Code);
                }
                catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException)
                {
                    return Answer(Error(400, error.Message), type, 400);
                }
            });
        }
    }

    public static IResult Answer(JsonNode content, string type, int status = 200) =>
        Results.Text(content.ToJsonString(), MediaType(type), statusCode: status);

    public static JsonObject Error(int code, string message) => new() { ["error_code"] = code, ["error_msg"] = message };

    /// <summary>The body, which may be packed by zlib.</summary>
    public static async Task<JsonElement> BodyAsync(HttpRequest request)
    {
        await using Stream? unpacked = request.Headers.ContentEncoding.ToString() switch
        {
            "" or "identity" => null,
            "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress),
            string other => throw new RefusedException(415, $"Content-Encoding {other} is not supported"),
        };
        using JsonDocument document = await JsonDocument.ParseAsync(unpacked ?? request.Body);
        return document.RootElement.Clone();
    }

    public static string MediaType(string type) => $"application/vnd.dwave.{type}+json; version=3.0.0";

    /// <summary>Whether a request accepts a type in version 3.</summary>
    private static bool Accepts(HttpRequest request, string type) => request.GetTypedHeaders().Accept.Any(accepted =>
        accepted.MediaType.Equals($"application/vnd.dwave.{type}+json", StringComparison.OrdinalIgnoreCase) &&
        accepted.Parameters.Any(parameter => parameter.Name == "version" && parameter.Value.ToString().Split('.')[0] == "3"));
}
