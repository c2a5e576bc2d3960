using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace MLNetQuantumPrior.Leap;

/// <summary>Sends requests, checks answers, and repeats what failed in a way that may pass. It alone knows the token.</summary>
internal sealed class ServiceConnection : IDisposable
{
    /// <summary>The list of solvers, by far the largest body, has about 2 MB a solver.</summary>
    private const int LargestBody = 256 << 20;

    private static readonly string Version =
        typeof(ServiceConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly LeapSettings _settings;
    private readonly ServiceLog _log;
    private readonly HttpClient _http;

    public ServiceConnection(LeapSettings settings, HttpMessageHandler? handler, TimeProvider time, ServiceLog log)
    {
        (_settings, Time, _log) = (settings, time, log);
        _http = new(handler ?? ServiceHandler.Of(settings), disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan, // each request has its own
            MaxResponseContentBufferSize = LargestBody,
        };
        Retries = settings.Retries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<LeapException>(error => error.IsTransient),
                MaxRetryAttempts = settings.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = settings.LongestRetryPause,
                DelayGenerator = attempt => new((attempt.Outcome.Exception as LeapException)?.RetryAfter),
                OnRetry = attempt =>
                {
                    log.Report(LeapEventKind.Retried, $"{attempt.Outcome.Exception!.Message} Next try in {attempt.RetryDelay}.");
                    return default;
                },
            })
            .Build();
    }

    public TimeProvider Time { get; }

    /// <summary>Repeats what throws a <see cref="LeapException"/> that may pass.</summary>
    public ResiliencePipeline Retries { get; }

    /// <summary>Sends a request that does no harm if it is sent twice, as often as it takes.</summary>
    public async Task<ServiceReply> SendAsync(Uri root, ServiceRequest request, CancellationToken cancel) =>
        await Retries.ExecuteAsync(async token => await SendOnceAsync(root, request, token).ConfigureAwait(false), cancel)
            .ConfigureAwait(false);

    /// <summary>Sends a request once.</summary>
    /// <exception cref="LeapException">No answer came in time, or one that says that something is wrong.</exception>
    /// <exception cref="InvalidDataException">The answer is of another type, or no JSON.</exception>
    public async Task<ServiceReply> SendOnceAsync(Uri root, ServiceRequest request, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(_settings.RequestTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        try
        {
            using HttpRequestMessage message = Message(root, request);
            using HttpResponseMessage response = await _http.SendAsync(message, either.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            _log.ReportDeprecations(response.Headers);
            return Reply(request, response, body);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new LeapException($"{What(request)}: no answer within {_settings.RequestTimeout}.") { IsTransient = true };
        }
        catch (IOException error) when (error is not LeapException)
        {
            throw new LeapException($"{What(request)}: the connection failed, {_log.WithoutSecrets(error.Message)}") { IsTransient = true };
        }
        catch (HttpRequestException error)
        {
            // A body that is too large will be so again.
            bool mayPass = error.HttpRequestError is not HttpRequestError.ConfigurationLimitExceeded;
            string text = _log.WithoutSecrets(error.Message);
            throw new LeapException($"{What(request)}: the connection failed, {text}") { IsTransient = mayPass };
        }
    }

    public void Dispose() => _http.Dispose();

    private static string What(ServiceRequest request) => $"{request.Method} {request.Path.Split('?')[0]}";

    private HttpRequestMessage Message(Uri root, ServiceRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(root, request.Path));
        message.Headers.Accept.Add(request.Type.Accepted);
        message.Headers.UserAgent.Add(new(nameof(MLNetQuantumPrior), Version));
        message.Headers.UserAgent.Add(new("dotnet", Environment.Version.ToString()));
        if (request.Type != MediaType.Regions)
        {
            message.Headers.Add("X-Auth-Token", _settings.Token);
            foreach ((string name, string value) in _settings.Headers)
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
            message.Content = new ByteArrayContent(_settings.Compresses ? Compressed(body) : body)
            {
                Headers = { ContentType = new("application/json") },
            };
            if (_settings.Compresses)
            {
                message.Content.Headers.ContentEncoding.Add("deflate");
            }
        }

        return message;
    }

    private ServiceReply Reply(ServiceRequest request, HttpResponseMessage response, byte[] body)
    {
        CacheControlHeaderValue? cache = response.Headers.CacheControl;
        TimeSpan? age = cache?.NoStore == true || cache?.NoCache == true ? TimeSpan.Zero : cache?.MaxAge;
        if (response.StatusCode == HttpStatusCode.NotModified && request.KnownTag is not null)
        {
            return new(default, request.KnownTag, age) { IsUnchanged = true };
        }

        if (!response.IsSuccessStatusCode)
        {
            throw Failure(request, response, body);
        }

        MediaTypeHeaderValue? type = response.Content.Headers.ContentType;
        if (!request.Type.Fits(type))
        {
            throw new InvalidDataException(
                $"{What(request)}: expected an answer of type '{request.Type.Accepted}', got '{_log.WithoutSecrets($"{type}")}'.");
        }

        try
        {
            return new(JsonElement.Parse(body), response.Headers.ETag, age);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{What(request)}: expected JSON, got {body.Length} bytes that are none.", error);
        }
    }

    private LeapException Failure(ServiceRequest request, HttpResponseMessage response, byte[] body)
    {
        int code = (int)response.StatusCode;
        string text = _log.WithoutSecrets(ServiceErrors.Text(body));
        string advice = code switch
        {
            401 => " Check the token and the endpoint.",
            >= 300 and < 400 => " Set the endpoint to the address it moved to; a redirect is not followed, as the token would go along.",
            _ => "",
        };
        RetryConditionHeaderValue? after = response.Headers.RetryAfter;
        TimeSpan? pause = after?.Delta ?? (after?.Date - Time.GetUtcNow());
        return new($"{What(request)}: the service answered {code}{(text.Length == 0 ? "" : $", '{text}'")}.{advice}")
        {
            Code = response.StatusCode,
            RetryAfter = pause is null ? null : TimeSpan.FromSeconds(Math.Clamp(pause.Value.TotalSeconds, 0, 3600)),
            IsTransient = LeapException.MayPass(code),
        };
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
