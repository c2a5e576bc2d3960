using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Leap;

/// <summary>
/// Settings of a <see cref="LeapClient"/>. What is null comes from environment variables (DWAVE_API_TOKEN and so on), else from
/// configuration files (dwave.conf), as the vendor's client reads them, else from the defaults.
/// </summary>
public sealed record LeapOptions
{
    /// <summary>A configuration file to read in place of those in the usual places.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Section of the configuration files.</summary>
    public string? Profile { get; init; }

    /// <summary>The API token, a secret: it is sent to <see cref="Endpoint"/> and nowhere else, and is in no text.</summary>
    [JsonIgnore]
    public string? Token { get; init; }

    /// <summary>Address of the solver API. Excludes <see cref="Region"/>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Region of the service, such as "na-west-1", which is the default. Excludes <see cref="Endpoint"/>.</summary>
    public string? Region { get; init; }

    /// <summary>
    /// Which solvers to take: a JSON object of conditions such as <c>{"qpu": true, "topology__type": "zephyr"}</c>, a name, or a name and
    /// a working graph as <c>NAME;graph_id=G</c>.
    /// </summary>
    public string? Solver { get; init; }

    /// <summary>Address of an HTTP proxy; its user name and password, if any, are secrets.</summary>
    [JsonIgnore]
    public string? Proxy { get; init; }

    /// <summary>More headers for each request; they may be secrets.</summary>
    [JsonIgnore]
    public ImmutableDictionary<string, string>? Headers { get; init; }

    /// <summary>Longest wait for one answer of the service, above that of a long poll (30 s). Default 60 s.</summary>
    public TimeSpan? RequestTimeout { get; init => field = Check.Timeout(value); }

    /// <summary>Longest wait for a problem to be solved, above zero. Default: no limit.</summary>
    public TimeSpan? PollingTimeout { get; init => field = Check.Timeout(value); }

    /// <summary>
    /// Most time that this client may be charged for: a problem whose estimate would pass it is not submitted. Null, the default: no limit.
    /// </summary>
    public TimeSpan? ChargeLimit { get; init => field = Check.AboveZero(value); }

    /// <summary>Hears what the client does and is warned of, on any thread. Null, the default: nobody.</summary>
    [JsonIgnore]
    public IProgress<LeapEvent>? Progress { get; init; }

    /// <summary>
    /// What sends the requests, in place of a handler made from the settings; the caller disposes it. Then the settings of the proxy and
    /// of certificates are not used.
    /// </summary>
    [JsonIgnore]
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock of pauses, time-outs and caches. Default: the system's.</summary>
    [JsonIgnore]
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where to look and which solver; no secret.</summary>
    public override string ToString() =>
        $"{nameof(LeapOptions)} {{ {nameof(ConfigFile)} = {ConfigFile}, {nameof(Profile)} = {Profile}, {nameof(Region)} = {Region}, " +
        $"{nameof(Solver)} = {Solver} }}";
}
