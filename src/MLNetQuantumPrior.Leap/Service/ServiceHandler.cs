using System.Net;

namespace MLNetQuantumPrior.Leap;

/// <summary>What sends requests where the caller gives nothing else.</summary>
internal static class ServiceHandler
{
    public static SocketsHttpHandler Of(LeapSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would take the token to another host.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (settings.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy) { Credentials = Credentials(proxy) };
        }

        if (settings.ClientCertificate is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        if (settings.AllowsAnyCertificate)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }

        return handler;
    }

    private static NetworkCredential? Credentials(Uri proxy)
    {
        string[] parts = [.. proxy.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString)];
        return proxy.UserInfo.Length == 0 ? null : new(parts[0], parts.ElementAtOrDefault(1) ?? "");
    }
}
