using System.Diagnostics;

namespace MLNetQuantumPrior.Build;

/// <summary>A program that the build calls. It ends when the build is interrupted.</summary>
internal sealed class Tool
{
    private readonly string _file;
    private readonly CancellationToken _interrupt;

    private Tool(string file, CancellationToken interrupt) => (_file, _interrupt) = (file, interrupt);

    /// <summary>The same dotnet that runs this program.</summary>
    public static Tool Dotnet(CancellationToken interrupt) => new(Environment.ProcessPath ?? "dotnet", interrupt);

    /// <summary>npm, or null where there is none.</summary>
    public static Tool? Npm(CancellationToken interrupt) => OnPath(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", interrupt);

    /// <summary>A program by the name of its file, or null where there is none.</summary>
    public static Tool? OnPath(string name, CancellationToken interrupt)
    {
        string? file = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return file is null ? null : new(file, interrupt);
    }

    /// <summary>Runs it in <paramref name="folder"/>, its output to ours. Returns the exit code.</summary>
    public int Run(string folder, params IEnumerable<string> arguments)
    {
        using Process process = Start(folder, arguments, redirect: false);
        WaitForEnd(process);
        return process.ExitCode;
    }

    /// <summary>Runs it in <paramref name="folder"/> and keeps its output, in English.</summary>
    public ToolOutput Read(string folder, params IEnumerable<string> arguments)
    {
        using Process process = Start(folder, arguments, redirect: true);
        Task<string> output = process.StandardOutput.ReadToEndAsync(_interrupt);
        Task<string> errors = process.StandardError.ReadToEndAsync(_interrupt);
        WaitForEnd(process);
        return new(process.ExitCode, output.Result + errors.Result);
    }

    private Process Start(string folder, IEnumerable<string> arguments, bool redirect)
    {
        _interrupt.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(_file, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
        };

        // A build node that stays behind would hold our output open, and whoever reads it through a pipe would wait for its end.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (redirect)
        {
            start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        }

        return Process.Start(start)!;
    }

    private void WaitForEnd(Process process)
    {
        try
        {
            process.WaitForExitAsync(_interrupt).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C reached the children too: let them end in order first.
            if (!process.WaitForExit(TimeSpan.FromSeconds(3)))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            throw;
        }
    }
}
