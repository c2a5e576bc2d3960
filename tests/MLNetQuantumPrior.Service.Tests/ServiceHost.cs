using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace MLNetQuantumPrior.Service.Tests;

/// <summary>The service with files of a small model, in this process.</summary>
internal sealed class ServiceHost : WebApplicationFactory<Program>
{
    /// <summary>Options of the section "Serving".</summary>
    public Dictionary<string, string> Options { get; init; } = [];

    /// <summary>Changes services.</summary>
    public Action<IServiceCollection> Change { get; init; } = _ => { };

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Serving:Generator", ServedFiles.Generator);
        builder.UseSetting("Serving:Autoencoder", ServedFiles.Autoencoder);
        foreach ((string name, string value) in Options)
        {
            builder.UseSetting($"Serving:{name}", value);
        }

        builder.ConfigureTestServices(Change);
    }
}
