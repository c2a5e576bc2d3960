using System.CommandLine;

namespace MLNetQuantumPrior.Demo;

/// <summary>Runs a command line: errors in one line; exit codes 2 for a wrong command line, 1 for other errors, 130 for Ctrl+C.</summary>
internal static class Commands
{
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        ParseResult line = root.Parse(arguments);
        if (line.Errors is [var wrong, ..])
        {
            Console.Error.WriteLine($"error: {wrong.Message} Try --help.");
            return 2;
        }

        try
        {
            return await line.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (
            error is IOException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException)
        {
            Console.Error.WriteLine($"error: {error.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("error: interrupted");
            return 130;
        }
    }

    /// <summary>Lets a command do work that Ctrl+C can interrupt, whether or not it looks at its token.</summary>
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task> work) =>
        command.SetAction((line, cancel) => Task.Run(() => work(line, cancel), CancellationToken.None));

    /// <summary>An option that takes whole numbers from 1.</summary>
    public static Option<int> Number(string name, string description, int normal)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => normal };
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && !(int.TryParse(token.Value, out int value) && value > 0))
            {
                given.AddError($"Option '{name}': expected a whole number above 0, got '{token.Value}'.");
            }
        });
        return option;
    }
}
