using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>
/// A sampler of any make behind an address: posts the model as one JSON document and checks the configurations that come back. The protocol
/// is in docs/http-sampler.md, with a server for any sampler of D-Wave's dimod in 40 lines of Python.
/// </summary>
/// <remarks>
/// Each call is one POST, which is never repeated, since a machine may charge for it, and follows no redirect. Initial states, states to
/// continue and streams are refused. What leaves this machine is the number and labels of the spins, h, J, the offset, reads, beta and the
/// seed.
/// </remarks>
/// <example>
/// <code>
/// using var sampler = new HttpSampler(new Uri("http://localhost:8000/sample")) { Timeout = TimeSpan.FromMinutes(5) };
/// SampleSet reads = sampler.Sample(model, new SampleRequest(Reads: 100, Seed: 1));
/// </code>
/// </example>
public sealed class HttpSampler : IIsingSampler, IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;

    /// <summary>A sampler behind an address.</summary>
    /// <param name="address">Where to post, http or https. What may be secret in it, a user and a query, is in no message.</param>
    /// <param name="handler">What sends the requests, which the caller disposes; null makes one.</param>
    public HttpSampler(Uri address, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException("Address of a sampler: expected an absolute http or https address.", nameof(address));
        }

        _address = address;
        // A redirect would take the headers, which may be secrets, to another place.
        _http = new(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: handler is null);
    }

    /// <summary>Longest wait for an answer, above zero. Default 100 seconds.</summary>
    public TimeSpan Timeout { get; init => field = Check.AboveZero(value)!.Value; } = TimeSpan.FromSeconds(100);

    /// <summary>More headers of each request, such as one that authorises it; they are in no message. Default: none.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// By how much a reported energy may differ from that of its configuration, relative to the sum of all |h| and |J|; between 0 and 1.
    /// Default 1e-4: a machine may hold numbers in single precision.
    /// </summary>
    public double EnergyTolerance { get; init => field = Check.Within(0, 1, value); } = 1e-4;

    private string Name => $"Sampler at '{_address.Scheme}://{_address.Host}:{_address.Port}{_address.AbsolutePath}'";

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(HttpSampler)} {{ {Name} }}";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The request has a start or streams, or contradicts the model.</exception>
    /// <exception cref="HttpRequestException">There is no connection, or the sampler refuses: the message is the sampler's.</exception>
    /// <exception cref="InvalidDataException">The answer is not one to the request.</exception>
    /// <exception cref="TimeoutException">There is no answer within <see cref="Timeout"/>.</exception>
    public SampleSet Sample(IsingModel model, SampleRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.EnsureFits(model);
        request.RefuseStart("samplers behind an address start where they like");
        request.RefuseStreams("samplers behind an address have random numbers of their own");
        cancel.ThrowIfCancellationRequested();

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        waiting.CancelAfter(Timeout);
        try
        {
            // On a thread of its own, so that a caller with a synchronisation context does not wait for itself.
            return Task.Run(() => SampleAsync(model, request, waiting.Token), waiting.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"{Name}: expected an answer within {Timeout}, got none.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<SampleSet> SampleAsync(IsingModel model, SampleRequest request, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            // Bytes, for their length: simple servers do not take a body in chunks.
            Content = new ByteArrayContent(
                JsonSerializer.SerializeToUtf8Bytes(HttpSampleRequest.Of(model, request), HttpDocuments.Default.HttpSampleRequest)),
        };
        message.Content.Headers.ContentType = new("application/json");
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach ((string name, string value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await _http.SendAsync(message, cancel).ConfigureAwait(false);
        byte[] body = await BodyAsync(response, LongestBody(model, request), cancel).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException(
                $"{Name}: expected status 200, got {(int)response.StatusCode}{HttpSampleAnswer.ErrorOf(body)}.", null, response.StatusCode);
        }

        try
        {
            HttpSampleAnswer answer = JsonSerializer.Deserialize(body, HttpDocuments.Default.HttpSampleAnswer)
                ?? throw new InvalidDataException("expected a JSON object, got null");
            return answer.ToSamples(model, request, EnergyTolerance);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"{Name}: wrong answer: {error.Message.TrimEnd('.')}.", error);
        }
    }

    /// <summary>Bytes that an answer can need: ten a spin, as "-1" with much space, and a hundred a read.</summary>
    private static long LongestBody(IsingModel model, SampleRequest request) => 65_536 + (request.Reads * ((10L * model.SpinCount) + 100));

    private async Task<byte[]> BodyAsync(HttpResponseMessage response, long longest, CancellationToken cancel)
    {
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        using var body = new MemoryStream();
        byte[] part = new byte[16_384];
        for (int read; (read = await stream.ReadAsync(part, cancel).ConfigureAwait(false)) > 0;)
        {
            body.Write(part, 0, read);
            if (body.Length > longest)
            {
                throw new InvalidDataException($"{Name}: wrong answer: expected at most {longest} bytes, got more.");
            }
        }

        return body.ToArray();
    }
}
