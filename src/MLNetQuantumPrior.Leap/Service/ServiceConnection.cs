using Polly;
using Polly.Retry;

namespace MLNetQuantumPrior.Leap;

/// <summary>Sends requests, checks answers, and repeats what failed in a way that may pass.</summary>
internal sealed class ServiceConnection : IDisposable
{
    /// <summary>The list of solvers, by far the largest body, has about 2 MB a solver.</summary>
    private const int LargestBody = 256 << 20;

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
            using HttpRequestMessage message = ServiceMessage.Of(_settings, root, request);
            using HttpResponseMessage response = await _http.SendAsync(message, either.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            _log.ReportDeprecations(response.Headers);
            return ServiceReply.Of(request, response, body, _log, Time);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new LeapException($"{request}: no answer within {_settings.RequestTimeout}.") { IsTransient = true };
        }
        catch (IOException error) when (error is not LeapException)
        {
            throw new LeapException($"{request}: the connection failed, {_log.WithoutSecrets(error.Message)}") { IsTransient = true };
        }
        catch (HttpRequestException error)
        {
            // A body that is too large will be so again, and so will a certificate or a proxy's password that is wrong.
            bool mayPass = error.HttpRequestError is not (HttpRequestError.ConfigurationLimitExceeded
                or HttpRequestError.SecureConnectionError or HttpRequestError.UserAuthenticationError
                or HttpRequestError.ProxyTunnelError);
            string text = _log.WithoutSecrets(error.Message);
            throw new LeapException($"{request}: the connection failed, {text}") { IsTransient = mayPass };
        }
    }

    public void Dispose() => _http.Dispose();
}
