using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;

namespace MLNetQuantumPrior.Cluster;

/// <summary>
/// A silo on this machine. Across machines, replace the localhost clustering by a membership table in a database: here the first silo holds
/// it, and all depends on that one. Probes and votes keep their defaults: with less patience, busy silos count as dead.
/// </summary>
internal static class LocalSilo
{
    /// <summary>Runs until the process ends.</summary>
    /// <param name="model">The synthesizer's file.</param>
    /// <param name="ports">Where it listens, and where the first silo does.</param>
    public static Task RunAsync(string model, SiloPorts ports, CancellationToken cancel)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddSingleton(new SiloWorker(TableSynthesizer.Load(model)));
        builder.UseOrleans(silo => silo.UseLocalhostClustering(
            ports.Silo, ports.Gateway, ports.Silo == ports.First ? null : new IPEndPoint(IPAddress.Loopback, ports.First)));
        return builder.Build().RunAsync(cancel);
    }
}

/// <summary>Ports of a silo.</summary>
/// <param name="Silo">For other silos.</param>
/// <param name="Gateway">For clients.</param>
/// <param name="First">Of the first silo, for other silos.</param>
internal sealed record SiloPorts(int Silo, int Gateway, int First);
