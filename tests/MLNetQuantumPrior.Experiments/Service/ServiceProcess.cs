using System.Diagnostics;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The service sample in a process of its own, on a free port of this machine.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Client = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    }

    public HttpClient Client { get; }

    /// <summary>Memory of the process, without what is shared with others.</summary>
    public double ResidentMb
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Starts the service and waits for it to listen.</summary>
    /// <param name="options">Options of its section "Serving".</param>
    /// <exception cref="InvalidDataException">It does not start.</exception>
    public static ServiceProcess Start(IReadOnlyDictionary<string, string> options)
    {
        string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        string folder = Path.Combine(Checkout.Root, "samples", "MLNetQuantumPrior.Service", "bin", configuration, "net10.0");
        string[] arguments =
        [
            Path.Combine(folder, "MLNetQuantumPrior.Service.dll"), "--urls", "http://127.0.0.1:0",
            .. options.Select(option => $"--Serving:{option.Key}={option.Value}"),
        ];
        Process process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and int at)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null); // so that the service never waits for a reader
                return new(process, new(line[(at + Listening.Length)..]));
            }
        }

        throw new InvalidDataException("Service: expected it to listen, got an end; its errors are above.");
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
