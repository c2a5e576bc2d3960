using System.Text.Json;

namespace MLNetQuantumPrior.Leap;

/// <summary>The solver API at its endpoint, which is looked up by the region where none is set.</summary>
internal sealed class LeapService(LeapSettings settings, ServiceConnection connection) : IDisposable
{
    private Uri? _endpoint = settings.Endpoint;

    public TimeProvider Time => connection.Time;

    /// <inheritdoc cref="ServiceConnection.SendAsync"/>
    public async Task<ServiceReply> SendAsync(ServiceRequest request, CancellationToken cancel) =>
        await connection.SendAsync(await EndpointAsync(cancel).ConfigureAwait(false), request, cancel).ConfigureAwait(false);

    /// <inheritdoc cref="ServiceConnection.SendOnceAsync"/>
    public async Task<ServiceReply> SendOnceAsync(ServiceRequest request, CancellationToken cancel) =>
        await connection.SendOnceAsync(await EndpointAsync(cancel).ConfigureAwait(false), request, cancel).ConfigureAwait(false);

    /// <summary>Repeats what throws a <see cref="LeapException"/> that may pass.</summary>
    public async Task RetryAsync(Func<CancellationToken, Task> action, CancellationToken cancel) =>
        await connection.Retries.ExecuteAsync(async token => await action(token).ConfigureAwait(false), cancel).ConfigureAwait(false);

    public void Dispose() => connection.Dispose();

    private async ValueTask<Uri> EndpointAsync(CancellationToken cancel) => _endpoint ??=
        settings.Region == LeapSettings.DefaultRegion && settings.MetadataEndpoint == LeapSettings.DefaultMetadataEndpoint
            ? LeapSettings.DefaultEndpoint
            : await EndpointOfRegionAsync(cancel).ConfigureAwait(false);

    /// <summary>Another region than the one asked for would take data to another part of the world, so a failure is an error.</summary>
    private async Task<Uri> EndpointOfRegionAsync(CancellationToken cancel)
    {
        ServiceReply reply;
        try
        {
            reply = await connection.SendAsync(settings.MetadataEndpoint, ServiceRequest.Get("regions/", MediaType.Regions), cancel)
                .ConfigureAwait(false);
        }
        catch (LeapException error)
        {
            throw new LeapException($"Region '{settings.Region}': its endpoint cannot be looked up; set the endpoint instead.", error)
            {
                Code = error.Code,
            };
        }

        var endpoints = new Dictionary<string, Uri>();
        foreach (JsonElement region in reply.Json.ValueKind == JsonValueKind.Array ? reply.Json.EnumerateArray() : default)
        {
            if (JsonTexts.Of(region, "code") is { } code && JsonTexts.Of(region, "endpoint") is { } text
                && Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out Uri? address)
                && address.Scheme is "https" or "http")
            {
                endpoints[code] = address;
            }
        }

        return endpoints.TryGetValue(settings.Region!, out Uri? found)
            ? found
            : throw new LeapException($"Region '{settings.Region}': expected one of {string.Join(", ", endpoints.Keys)}.");
    }
}
