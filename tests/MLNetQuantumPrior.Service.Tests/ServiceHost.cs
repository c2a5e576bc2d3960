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

    /// <summary>What a service says that ends instead of starting.</summary>
    /// <param name="options">Options of the section "Serving".</param>
    public static TException Refusal<TException>(params ReadOnlySpan<(string Name, string Value)> options)
        where TException : Exception
    {
        for (int left = 20; ; left--)
        {
            using var host = new ServiceHost();
            foreach ((string name, string value) in options)
            {
                host.Options[name] = value;
            }

            try
            {
                host.CreateClient();
            }
            catch (ObjectDisposedException) when (left > 0)
            {
                continue; // The service had ended before the factory came to ask it why.
            }
            catch (TException error)
            {
                return error;
            }

            throw new AssertFailedException($"Expected {typeof(TException).Name}, got a service that started.");
        }
    }

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
