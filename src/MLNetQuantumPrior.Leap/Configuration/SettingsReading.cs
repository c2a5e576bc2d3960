using System.Globalization;
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

        Uri? endpoint = Address(sources["endpoint"]) is { } given ? given
            : Address(sources["leap_api_endpoint"]) is { } leap ? new(leap, "/sapi/")
            : null;
        return new()
        {
            Token = Token(sources["token"]),
            Endpoint = endpoint,
            Region = endpoint is null ? sources["region"]?.Text ?? LeapSettings.DefaultRegion : null,
            MetadataEndpoint = Address(sources["metadata_api_endpoint"]) ?? LeapSettings.DefaultMetadataEndpoint,
            Solver = SolverFilter.Parse(sources["solver"]),
            Proxy = Address(sources["proxy"], "http", "https", "socks4", "socks4a", "socks5"),
            Headers = Checked(options.Headers is null ? Headers(sources["headers"]) : [.. options.Headers]),
            RequestTimeout = options.RequestTimeout ?? RequestTimeout(sources["request_timeout"]),
            PollingTimeout = options.PollingTimeout ?? Seconds(sources["polling_timeout"]),
            Polling = Polling(sources),
            Retries = sources["http_retry_total"] is { } total ? Whole(total, 0, 100) : 10,
            LongestRetryPause = Seconds(sources["http_retry_backoff_max"]) ?? TimeSpan.FromSeconds(60),
            AllowsAnyCertificate = Flag(sources["permissive_ssl"]) ?? false,
            ClientCertificate = Certificate(sources["client_cert"], sources["client_cert_key"]),
            Compresses = Flag(sources["compress_qpu_problem_data"]) ?? true,
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

    private static Uri? Address(Setting? setting) => Address(setting, "https", "http");

    private static Uri? Address(Setting? setting, params ReadOnlySpan<string> schemes)
    {
        if (setting is null)
        {
            return null;
        }

        // Addresses are resolved against it, so it ends with a slash.
        string text = setting.Text.Trim();
        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out Uri? address)
            && schemes.Contains(address.Scheme) && address.Query.Length == 0
            ? address
            : throw setting.Wrong($"an address that starts with {string.Join(", ", schemes!)}, and ://");
    }

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

        TimeSpan[] times = [.. setting.Text.Trim('(', ')', ' ').Split(',').Select(part => Seconds(setting with { Text = part })!.Value)];
        return times.Length <= 2 ? times.Max() : throw setting.Wrong("a number of seconds, or two in parentheses");
    }

    private static PollingSchedule Polling(SettingSources sources)
    {
        Setting? strategy = sources["poll_strategy"];
        return strategy?.Text switch
        {
            null or "long-polling" => new(
                sources["poll_wait_time"] is { } wait ? Whole(wait, 1, 30) : 30,
                Seconds(sources["poll_pause"], low: 0) ?? TimeSpan.Zero,
                Growth: 1,
                TimeSpan.MaxValue),
            "backoff" => new(
                Wait: null,
                Seconds(sources["poll_backoff_min"]) ?? TimeSpan.FromSeconds(0.05),
                sources["poll_backoff_base"] is { } growth ? Number(growth, 1, 100) : 1.3,
                Seconds(sources["poll_backoff_max"]) ?? TimeSpan.FromSeconds(60)),
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

    private static TimeSpan? Seconds(Setting? setting, double low = 0.001) =>
        setting is null ? null : TimeSpan.FromSeconds(Number(setting, low, 1e6));

    private static int Whole(Setting setting, int low, int high) =>
        Number(setting, low, high) is var number && number == (int)number
            ? (int)number
            : throw setting.Wrong($"a whole number from {low} to {high}");

    private static double Number(Setting setting, double low, double high) =>
        double.TryParse(setting.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && number >= low && number <= high
            ? number
            : throw setting.Wrong(FormattableString.Invariant($"a number from {low} to {high}"));

    private static bool? Flag(Setting? setting) => setting?.Text.Trim().ToLowerInvariant() switch
    {
        null => null,
        "0" or "false" or "off" => false,
        "1" or "true" or "on" => true,
        _ => throw setting.Wrong("'true' or 'false'"),
    };
}
