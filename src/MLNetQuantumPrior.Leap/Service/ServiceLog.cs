using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace MLNetQuantumPrior.Leap;

/// <summary>Tells the caller what happens, without the secrets that a text of others may repeat.</summary>
internal sealed class ServiceLog(IProgress<LeapEvent>? listener, ImmutableArray<string> secrets)
{
    private const int MostCharacters = 500;

    private readonly ConcurrentDictionary<string, bool> _deprecations = [];

    public void Report(LeapEventKind kind, string message, string? problem = null) =>
        listener?.Report(new(kind, WithoutSecrets(message)) { ProblemId = problem });

    /// <summary>What may be secret in texts such as headers, users and queries: all, and parts, as short as "gzip" excepted.</summary>
    public static ImmutableArray<string> SecretsIn(IEnumerable<string> texts) =>
    [
        .. texts.Concat(texts.SelectMany(text => text.Split([' ', ':', '=', '&', '?', ','])))
            .SelectMany(text => new[] { text, Uri.UnescapeDataString(text) })
            .Where(text => text.Length >= 8)
            .Distinct()
            .OrderByDescending(text => text.Length),
    ];

    public string WithoutSecrets(string text) =>
        secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, "[secret]", StringComparison.Ordinal));

    /// <summary>A text of the service as messages show it: not long, and without secrets, also where it is cut.</summary>
    public string Quoted(string text)
    {
        string shown = WithoutSecrets(text);
        return shown.Length <= MostCharacters ? shown : shown[..MostCharacters] + "...";
    }

    /// <summary>Each notice of the service once.</summary>
    public void ReportDeprecations(HttpResponseHeaders headers)
    {
        if (listener is not null && headers.TryGetValues("X-Deprecation", out IEnumerable<string>? notices))
        {
            foreach (string notice in notices.Where(notice => _deprecations.TryAdd(notice, true)))
            {
                Report(LeapEventKind.Deprecation, $"The service will drop something: {notice}");
            }
        }
    }
}
