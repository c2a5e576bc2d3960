using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>The service with one worker that holds its batches; the first, a row, is there already.</summary>
internal sealed class HeldService : IStartupFilter, IDisposable
{
    private readonly ConcurrentBag<CancellationToken> _aborted = [];

    private HeldService(int queueLength) => Host = new()
    {
        Options = { ["Workers"] = "1", ["QueueLength"] = $"{queueLength}" },
        Change = services => services.AddSingleton<IStartupFilter>(this).AddSingleton<HeldModel>()
            .AddSingleton<IBatchModel<float[], CodedRow>>(provider => provider.GetRequiredService<HeldModel>()),
    };

    public ServiceHost Host { get; }

    public HeldModel Model => Host.Get<HeldModel>();

    public BatchQueue<float[], CodedRow> Queue => Host.Get<BatchQueue<float[], CodedRow>>();

    public HttpClient Client => field ??= Host.CreateClient();

    /// <summary>The answer to the first row.</summary>
    public Task<HttpResponseMessage> First => field ??= Client.ScoreAsync(Requests.Rows(1));

    /// <summary>Whether the service knows of a client that has left.</summary>
    public bool HasLostAClient => _aborted.Any(token => token.IsCancellationRequested);

    public static async Task<HeldService> StartAsync(int queueLength, bool onKestrel = false)
    {
        var service = new HeldService(queueLength);
        if (onKestrel)
        {
            service.Host.UseKestrel(0);
        }

        _ = service.First;
        await service.Model.EnteredAsync();
        return service;
    }

    /// <summary>Waits for so many requests to wait.</summary>
    public Task QueuedAsync(int requests) => Requests.UntilAsync(() => Queue.Length == requests);

    /// <summary>Sends requests of so many rows each, and waits for them to wait.</summary>
    public async Task<Task<HttpResponseMessage>[]> SendAsync(params int[] rows)
    {
        Task<HttpResponseMessage>[] answers = [.. rows.Select(count => Client.ScoreAsync(Requests.Rows(count)))];
        await QueuedAsync(rows.Length);
        return answers;
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            _aborted.Add(context.RequestAborted);
            return rest(context);
        });
        next(app);
    };

    public void Dispose() => Host.Dispose();
}
