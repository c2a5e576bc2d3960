using MLNetQuantumPrior.Tool;
using Spectre.Console;

AnsiConsoleSettings? terminal = Console.IsErrorRedirected ? null : new() { Out = new AnsiConsoleOutput(Console.Error) };
return await Bmvae.RunAsync(args, new(Console.Out, Console.Error, terminal), CancellationToken.None);
