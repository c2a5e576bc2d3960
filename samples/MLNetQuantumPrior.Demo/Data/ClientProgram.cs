using System.ComponentModel;
using System.Diagnostics;

namespace MLNetQuantumPrior.Demo;

/// <summary>A program of the machine, such as a package client.</summary>
internal static class ClientProgram
{
    /// <exception cref="IOException">It is not installed, or fails; with the last line of its errors.</exception>
    public static async Task RunAsync(string name, string[] arguments, string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Start(start);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancel), errors = process.StandardError.ReadToEndAsync(cancel);
            await Task.WhenAll(output, errors, process.WaitForExitAsync(cancel));
            if (process.ExitCode != 0)
            {
                string reason = errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("no reason given").Trim();
                throw new IOException($"{name} ended with exit code {process.ExitCode}: {reason}");
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new IOException($"{start.FileName} is not installed", error);
        }
    }
}
