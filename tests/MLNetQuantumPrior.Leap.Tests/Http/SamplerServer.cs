using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>A sampler behind an address on loopback, by the documented protocol.</summary>
internal sealed class SamplerServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SamplerServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>A server that samples exactly.</summary>
    public static Task<SamplerServer> StartAsync() => StartAsync((context, body) => context.Response.WriteAsync(Answer(body)));

    public static async Task<SamplerServer> StartAsync(Func<HttpContext, JsonElement, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        app.Run(async context => await answer(context, (await JsonDocument.ParseAsync(context.Request.Body)).RootElement));
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Answer(JsonElement body)
    {
        double[] fields = [.. body.GetProperty("h").EnumerateArray().Select(h => h.GetDouble())];
        int[] first = [.. body.GetProperty("i").EnumerateArray().Select(i => i.GetInt32())];
        int[] second = [.. body.GetProperty("j").EnumerateArray().Select(j => j.GetInt32())];
        double[] couplings = [.. body.GetProperty("couplings").EnumerateArray().Select(c => c.GetDouble())];
        var model = IsingModel.FromTriples(
            fields, first.Zip(second, couplings).Select(c => (c.First, c.Second, c.Third)), body.GetProperty("offset").GetDouble());
        var request = new SampleRequest(body.GetProperty("reads").GetInt32(), body.GetProperty("seed").GetUInt64())
        {
            Beta = body.GetProperty("beta").GetDouble(),
        };
        SampleSet reads = new ExactSampler().Sample(model, request);
        return JsonSerializer.Serialize(new
        {
            spins = Enumerable.Range(0, request.Reads).Select(r => reads.Spins[r].ToArray().Select(s => (int)s)),
            energies = reads.Energies.ToArray(),
        });
    }
}
