namespace MLNetQuantumPrior.Leap;

/// <summary>Names of settings in environment variables and files.</summary>
internal static class SettingKeys
{
    /// <summary>Variable and key.</summary>
    public static ImmutableArray<(string Variable, string Key)> Variables { get; } =
    [
        ("DWAVE_API_CLIENT", "client"),
        ("DWAVE_API_REGION", "region"),
        ("DWAVE_API_ENDPOINT", "endpoint"),
        ("DWAVE_API_TOKEN", "token"),
        ("DWAVE_API_SOLVER", "solver"),
        ("DWAVE_API_PROXY", "proxy"),
        ("DWAVE_API_HEADERS", "headers"),
        ("DWAVE_CACHE_ENABLED", "cache_enabled"),
        ("DWAVE_CACHE_HOME", "cache_home"),
        ("DWAVE_LEAP_API_ENDPOINT", "leap_api_endpoint"),
        ("DWAVE_LEAP_CLIENT_ID", "leap_client_id"),
        ("DWAVE_METADATA_API_ENDPOINT", "metadata_api_endpoint"),
    ];

    /// <summary>All keys of the vendor's client; those that this one has no use for are allowed too, so that both share a file.</summary>
    public static ImmutableHashSet<string> All { get; } =
    [
        "cache_enabled", "cache_home", "client", "client_cert", "client_cert_key", "compress_qpu_problem_data", "connection_close",
        "endpoint", "headers", "http_retry_backoff_factor", "http_retry_backoff_max", "http_retry_connect", "http_retry_other",
        "http_retry_read", "http_retry_redirect", "http_retry_status", "http_retry_total", "leap_api_endpoint", "leap_client_id",
        "metadata_api_endpoint", "permissive_ssl", "poll_backoff_base", "poll_backoff_max", "poll_backoff_min", "poll_pause",
        "poll_strategy", "poll_wait_time", "polling_timeout", "profile", "proxy", "region", "request_timeout", "solver", "token",
    ];

    /// <summary>Of these, one that is set at a higher level removes the other of lower levels.</summary>
    public static ImmutableArray<string> Exclusive { get; } = ["endpoint", "region"];
}
