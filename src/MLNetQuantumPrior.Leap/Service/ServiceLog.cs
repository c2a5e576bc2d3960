using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace MLNetQuantumPrior.Leap;

/// <summary>Tells the caller what happens, without the secrets that a text of others may repeat.</summary>
internal sealed class ServiceLog(IProgress<LeapEvent>? listener, ImmutableArray<string> secrets)
{
    private readonly ConcurrentDictionary<string, bool> _deprecations = [];

    public void Report(LeapEventKind kind, string message, string? problem = null) =>
        listener?.Report(new(kind, WithoutSecrets(message)) { ProblemId = problem });

    public string WithoutSecrets(string text) =>
        secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, "[secret]", StringComparison.Ordinal));

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
