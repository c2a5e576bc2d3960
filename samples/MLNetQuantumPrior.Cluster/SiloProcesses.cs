using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MLNetQuantumPrior.Cluster;

/// <summary>Silos as processes of this program, which end with it.</summary>
internal sealed class SiloProcesses : IDisposable
{
    private readonly ImmutableArray<Process> _processes;

    public SiloProcesses(int count, string model)
    {
        int[] ports = FreePorts(2 * count);
        Gateways = [.. ports[count..]];
        _processes = [.. Enumerable.Range(0, count).Select(k => Start(model, new(ports[k], Gateways[k], ports[0])))];
    }

    /// <summary>Ports for clients.</summary>
    public ImmutableArray<int> Gateways { get; }

    /// <summary>Kills the last one: the others depend on the first.</summary>
    public void KillLast() => _processes[^1].Kill();

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private static Process Start(string model, SiloPorts ports)
    {
        string[] arguments =
        [
            "exec", typeof(SiloProcesses).Assembly.Location, "silo", "--model", model,
            "--silo-port", Text(ports.Silo), "--gateway-port", Text(ports.Gateway), "--first-port", Text(ports.First),
        ];
        return Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments))!;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Stop());
        return ports;
    }
}
