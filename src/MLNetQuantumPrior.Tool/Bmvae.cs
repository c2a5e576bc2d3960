using System.CommandLine;

namespace MLNetQuantumPrior.Tool;

/// <summary>
/// The program. Exit code 0 means done, 2 a wrong command line, 1 another error, of which there is one line, and 130 that it was
/// interrupted.
/// </summary>
internal static class Bmvae
{
    /// <summary>Time that a command has to stop and remove what it has begun to write.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    private const string Quiet = "--quiet";

    /// <summary>All commands.</summary>
    public static RootCommand Root(Screen screen) => new("Learns a table, as CSV or Parquet, and makes tables of the same columns.")
    {
        SynthesizeCommand.Create(screen),
        FitCommand.Create(screen),
        ShardsCommand.Create(screen),
        BalanceCommand.Create(screen),
        ImputeCommand.Create(screen),
        ReportCommand.Create(screen),
        new Option<bool>(Quiet) { Description = "Show errors only.", Recursive = true },
    };

    /// <summary>Runs a command line.</summary>
    public static async Task<int> RunAsync(string[] arguments, Screen screen, CancellationToken cancel)
    {
        RootCommand root = Root(screen);
        ParseResult line = root.Parse(arguments);
        if (line.Errors.Count > 0)
        {
            // Of an unknown command it says first that there is none, then which word it did not know.
            string[] wrong = [.. line.Errors.Select(error => error.Message)];
            screen.Fail($"{wrong.FirstOrDefault(text => line.UnmatchedTokens.Any(text.Contains)) ?? wrong[0]} Try --help.");
            return 2;
        }

        screen.IsQuiet = line.GetValue<bool>(Quiet);
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false, Output = screen.Output, Error = screen.Error, ProcessTerminationTimeout = TimeToStop,
        };
        try
        {
            return await line.InvokeAsync(invocation, cancel).ConfigureAwait(false);
        }
        catch (UsageException error)
        {
            screen.Fail(error.Message);
            return 2;
        }
        catch (OperationCanceledException)
        {
            screen.Fail("interrupted");
            return 130;
        }
        catch (Exception error) when (
            error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            screen.Fail(Text(error));
            return 1;
        }
    }

    /// <summary>Lets a command do work that Ctrl+C can interrupt.</summary>
    public static void Does(this Command command, Action<ParseResult, CancellationToken> work) =>
        command.SetAction((line, cancel) => Task.Run(() => work(line, cancel), CancellationToken.None));

    /// <summary>The message without the name of a parameter, which says nothing on a command line.</summary>
    private static string Text(Exception error) => error is ArgumentException { ParamName: { } name }
        ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : error.Message;
}

/// <summary>A command line that contradicts itself or the table.</summary>
internal sealed class UsageException(string message) : Exception(message);
