using System.Security.Cryptography.X509Certificates;

namespace MLNetQuantumPrior.Leap;

/// <summary>What a client works with, after options, environment, files and defaults.</summary>
internal sealed record LeapSettings
{
    public const string DefaultRegion = "na-west-1";

    public static Uri DefaultEndpoint { get; } = new("https://cloud.dwavesys.com/sapi/");

    public static Uri DefaultMetadataEndpoint { get; } = new("https://cloud.dwavesys.com/metadata/v1/");

    public required string Token { get; init; }

    /// <summary>Where the solver API is; null where <see cref="Region"/> says.</summary>
    public required Uri? Endpoint { get; init; }

    public required string? Region { get; init; }

    public required Uri MetadataEndpoint { get; init; }

    public required SolverFilter Solver { get; init; }

    public required Uri? Proxy { get; init; }

    public required ImmutableArray<KeyValuePair<string, string>> Headers { get; init; }

    public required TimeSpan RequestTimeout { get; init; }

    public required TimeSpan? PollingTimeout { get; init; }

    public required PollingSchedule Polling { get; init; }

    public required int Retries { get; init; }

    public required TimeSpan LongestRetryPause { get; init; }

    public required bool AllowsAnyCertificate { get; init; }

    public required X509Certificate2? ClientCertificate { get; init; }

    public required bool Compresses { get; init; }

    /// <summary>What no text may hold.</summary>
    public ImmutableArray<string> Secrets =>
        [Token, .. ServiceLog.SecretsIn(Headers.Select(header => header.Value).Append(Proxy?.UserInfo ?? ""))];

    /// <summary>No secret.</summary>
    public override string ToString() => $"{nameof(LeapSettings)} {{ {Endpoint?.Host ?? Region} }}";
}

/// <summary>How a client waits for problems.</summary>
/// <param name="Wait">Whole seconds for which the service may hold a question back; null leaves it to the service.</param>
/// <param name="First">Pause after the first question.</param>
/// <param name="Growth">Factor from each pause to the next.</param>
/// <param name="Longest">Longest pause.</param>
internal sealed record PollingSchedule(int? Wait, TimeSpan First, double Growth, TimeSpan Longest)
{
    /// <summary>Pause after a question, numbered from 0.</summary>
    public TimeSpan Pause(int question)
    {
        double seconds = First.TotalSeconds * Math.Pow(Growth, question);
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }
}
