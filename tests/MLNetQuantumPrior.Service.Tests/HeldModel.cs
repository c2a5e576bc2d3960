using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>An autoencoder that computes a batch when it is let.</summary>
internal sealed class HeldModel : IBatchModel<float[], CodedRow>
{
    private readonly Lazy<AutoencoderModel> _model;
    private readonly SemaphoreSlim _entered = new(0), _let = new(0);

    private HeldModel(Func<AutoencoderModel> model) => _model = new(model);

    public string Name => "autoencoder";

    /// <summary>Rows of each batch so far.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>The service with one worker and such a model.</summary>
    /// <param name="queueLength">Requests that may wait.</param>
    /// <param name="held">The model.</param>
    /// <param name="aborted">Receives a token for each request, cancelled when its client has left.</param>
    public static ServiceHost Serve(int queueLength, out HeldModel held, ConcurrentBag<CancellationToken>? aborted = null)
    {
        ServiceHost? host = null;
        HeldModel model = held = new(() => host!.Get<AutoencoderModel>());
        return host = new()
        {
            Options = { ["Workers"] = "1", ["QueueLength"] = $"{queueLength}" },
            Change = services => services.AddSingleton<IBatchModel<float[], CodedRow>>(model)
                .AddSingleton<IStartupFilter>(new AbortedTokens(aborted ?? [])),
        };
    }

    /// <summary>Waits for a batch to come.</summary>
    public Task EnteredAsync() => _entered.WaitAsync();

    public void Let(int batches) => _let.Release(batches);

    public CodedRow[] Run(IReadOnlyList<float[]> rows)
    {
        _entered.Release();
        _let.Wait();
        Batches.Add(rows.Count);
        return _model.Value.Run(rows);
    }

    private sealed class AbortedTokens(ConcurrentBag<CancellationToken> tokens) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                tokens.Add(context.RequestAborted);
                return rest(context);
            });
            next(app);
        };
    }
}
