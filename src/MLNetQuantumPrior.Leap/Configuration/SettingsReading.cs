using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MLNetQuantumPrior.Leap;

/// <summary>Makes settings of texts, with errors that name where a text comes from and not the text.</summary>
internal static class SettingsReading
{
    /// <exception cref="ArgumentException">Two options exclude each other.</exception>
    /// <exception cref="InvalidDataException">A setting is missing or wrong, or a file cannot be read.</exception>
    public static LeapSettings Read(LeapOptions options, Surroundings surroundings)
    {
        var sources = new SettingSources(options, surroundings);
        if (sources["client"] is { } client && client.Text is not ("base" or "qpu"))
        {
            throw client.Wrong("'qpu' or 'base': there is no client for hybrid and software solvers");
        }

        Uri? endpoint = SettingValues.Address(sources["endpoint"]) is { } given ? given
            : SettingValues.Address(sources["leap_api_endpoint"]) is { } leap ? new(leap, "/sapi/")
            : null;
        return new()
        {
            Token = Token(sources["token"]),
            Endpoint = endpoint,
            Region = endpoint is null ? sources["region"]?.Text ?? LeapSettings.DefaultRegion : null,
            MetadataEndpoint = SettingValues.Address(sources["metadata_api_endpoint"]) ?? LeapSettings.DefaultMetadataEndpoint,
            Solver = SolverFilter.Parse(sources["solver"]),
            Proxy = SettingValues.Address(sources["proxy"], "http", "https", "socks4", "socks4a", "socks5"),
            Headers = Checked(options.Headers is null ? Headers(sources["headers"]) : [.. options.Headers]),
            RequestTimeout = options.RequestTimeout ?? RequestTimeout(sources["request_timeout"]),
            PollingTimeout = options.PollingTimeout ?? SettingValues.Seconds(sources["polling_timeout"]),
            Polling = Polling(sources),
            Retries = sources["http_retry_total"] is { } total ? SettingValues.Whole(total, 0, 100) : 10,
            LongestRetryPause = SettingValues.Seconds(sources["http_retry_backoff_max"]) ?? TimeSpan.FromSeconds(60),
            AllowsAnyCertificate = SettingValues.Flag(sources["permissive_ssl"]) ?? false,
            ClientCertificate = Certificate(sources["client_cert"], sources["client_cert_key"]),
            Compresses = SettingValues.Flag(sources["compress_qpu_problem_data"]) ?? true,
        };
    }

    /// <summary>What cannot stand in a header would come back in the error of whoever writes it.</summary>
    private static string Token(Setting? token) =>
        token is null
            ? throw new InvalidDataException(
                $"Configuration: expected a token. Give it as option '{nameof(LeapOptions.Token)}', as environment variable " +
                "'DWAVE_API_TOKEN', or as 'token' in dwave.conf.")
            : token.Text.Trim() is var text && text.All(c => c is > ' ' and < (char)127) ? text
            : throw token.Wrong("a token of printable ASCII characters without spaces");

    private static ImmutableArray<KeyValuePair<string, string>> Headers(Setting? setting)
    {
        if (setting is null)
        {
            return [];
        }

        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (string line in setting.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':');
            if (colon < 1)
            {
                throw setting.Wrong("lines 'Name: value'");
            }

            headers.Add(new(line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }

        return headers.DrainToImmutable();
    }

    private static ImmutableArray<KeyValuePair<string, string>> Checked(ImmutableArray<KeyValuePair<string, string>> headers)
    {
        foreach ((string name, string value) in headers)
        {
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || value.Any(char.IsControl))
            {
                throw new InvalidDataException(
                    $"Configuration, header '{name}': expected a name of letters, digits, - and _, and a value in one line.");
            }
        }

        return headers;
    }

    /// <summary>A number of seconds, or two in parentheses, for connecting and for the answer.</summary>
    private static TimeSpan RequestTimeout(Setting? setting)
    {
        if (setting is null)
        {
            return TimeSpan.FromSeconds(60);
        }

        string[] parts = setting.Text.Trim('(', ')', ' ').Split(',');
        TimeSpan[] times = [.. parts.Select(part => SettingValues.Seconds(setting with { Text = part })!.Value)];
        return times.Length <= 2 ? times.Max() : throw setting.Wrong("a number of seconds, or two in parentheses");
    }

    private static PollingSchedule Polling(SettingSources sources)
    {
        Setting? strategy = sources["poll_strategy"];
        return strategy?.Text switch
        {
            null or "long-polling" => new(
                sources["poll_wait_time"] is { } wait ? SettingValues.Whole(wait, 1, 30) : 30,
                SettingValues.Seconds(sources["poll_pause"], low: 0) ?? TimeSpan.Zero,
                Growth: 1,
                TimeSpan.MaxValue),
            "backoff" => new(
                Wait: null,
                SettingValues.Seconds(sources["poll_backoff_min"]) ?? TimeSpan.FromSeconds(0.05),
                sources["poll_backoff_base"] is { } growth ? SettingValues.Number(growth, 1, 100) : 1.3,
                SettingValues.Seconds(sources["poll_backoff_max"]) ?? TimeSpan.FromSeconds(60)),
            _ => throw strategy.Wrong("'long-polling' or 'backoff'"),
        };
    }

    private static X509Certificate2? Certificate(Setting? path, Setting? key)
    {
        if (path is null)
        {
            return key is null ? null : throw key.Wrong("'client_cert' together with 'client_cert_key'");
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(path.Text, key?.Text);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw path.Wrong("a PEM file with a certificate and its key");
        }
    }
}
