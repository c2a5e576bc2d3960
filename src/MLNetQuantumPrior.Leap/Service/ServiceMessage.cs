using System.IO.Compression;
using System.Reflection;

namespace MLNetQuantumPrior.Leap;

/// <summary>Requests as HTTP has them. The only place where the token leaves the settings.</summary>
internal static class ServiceMessage
{
    private static readonly string Version =
        typeof(ServiceMessage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static HttpRequestMessage Of(LeapSettings settings, Uri root, ServiceRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(root, request.Path));
        message.Headers.Accept.Add(request.Type.Accepted);
        message.Headers.UserAgent.Add(new(nameof(MLNetQuantumPrior), Version));
        message.Headers.UserAgent.Add(new("dotnet", Environment.Version.ToString()));
        if (request.Type != MediaType.Regions)
        {
            message.Headers.Add("X-Auth-Token", settings.Token);
            foreach ((string name, string value) in settings.Headers)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (request.KnownTag is { } tag)
        {
            message.Headers.IfNoneMatch.Add(tag);
        }

        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(settings.Compresses ? Compressed(body) : body)
            {
                Headers = { ContentType = new("application/json") },
            };
            if (settings.Compresses)
            {
                message.Content.Headers.ContentEncoding.Add("deflate");
            }
        }

        return message;
    }

    /// <summary>With the wrapper of RFC 1950, which is what HTTP calls "deflate".</summary>
    private static byte[] Compressed(byte[] body)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            zlib.Write(body);
        }

        return compressed.ToArray();
    }
}
