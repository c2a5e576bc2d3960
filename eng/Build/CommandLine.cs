namespace MLNetQuantumPrior.Build;

internal enum Command
{
    Build,
    Test,
    Demo,
    Bench,
    Eval,
    Pack,
}

internal enum PackageMode
{
    /// <summary>What was answered last time; asks the feed if it never was.</summary>
    Remembered,

    /// <summary>Ask the feed again.</summary>
    Auto,
    Real,
    Offline,
}

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        usage: build.sh COMMAND [OPTIONS] [ARGUMENTS OF THE PROGRAM]      (build.cmd on Windows)

          build    restore and build the solution
          test     build, fetch the data, run all tests
          demo     build, fetch the data, run the demo; further arguments go to it
          bench    build, fetch the data, run a benchmark, for instance: bench sampling
          eval     build, fetch the data, run an evaluation, for instance: eval mnist
          pack     make the NuGet packages in artifacts/packages and check them; needs the real packages

          --packages real|offline|auto   use the real packages, or the stand-ins of eng/offline, or ask the feed again
                                         (default: the last answer; the first time, ask the feed)
          --source FOLDER                also take packages from this folder
          --with-libtorch                install libtorch from Debian where it is missing, for the tests of the TorchSharp engine
          --configuration Release|Debug  (default: Release)
          --help

        The first argument that is none of these starts the program's; -- starts them at once. More: docs/building.md

        """;

    private static readonly string[] CommandNames = ["build", "test", "demo", "bench", "eval", "pack"];

    public bool Help { get; private init; }

    public Command Command { get; private init; }

    public PackageMode Packages { get; private init; }

    /// <summary>An additional package source as the user wrote it, or null.</summary>
    public string? Source { get; private init; }

    public bool WithLibTorch { get; private init; }

    public string Configuration { get; private init; } = "Release";

    public IReadOnlyList<string> ProgramArguments { get; private init; } = [];

    private bool RunsProgram => Command is Command.Demo or Command.Bench or Command.Eval;

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        bool hasCommand = false;
        int i = 0;
        while (i < arguments.Count)
        {
            string argument = arguments[i++];
            switch (argument)
            {
                case "--help" or "-h":
                    return line with { Help = true };
                case "--packages":
                    line = line with { Packages = OneOf<PackageMode>(argument, Value(argument), ["real", "offline", "auto"]) };
                    break;
                case "--configuration":
                    line = line with { Configuration = OneOf(argument, Value(argument), ["Release", "Debug"]) };
                    break;
                case "--with-libtorch":
                    line = line with { WithLibTorch = true };
                    break;
                case "--source":
                    line = line with { Source = Value(argument) };
                    break;
                case "--" when hasCommand && line.RunsProgram:
                    return line with { ProgramArguments = [.. arguments.Skip(i)] };
                default:
                    if (!hasCommand && !argument.StartsWith('-'))
                    {
                        line = line with { Command = OneOf<Command>("command", argument, CommandNames) };
                        hasCommand = true;
                    }
                    else if (hasCommand && line.RunsProgram)
                    {
                        return line with { ProgramArguments = [.. arguments.Skip(i - 1)] };
                    }
                    else
                    {
                        throw new UsageException($"unknown argument '{argument}'. Try --help.");
                    }

                    break;
            }
        }

        return hasCommand ? line : throw new UsageException($"expected a command: {string.Join(", ", CommandNames)}. Try --help.");

        string Value(string option) =>
            i < arguments.Count ? arguments[i++] : throw new UsageException($"{option}: expected a value after it. Try --help.");
    }

    private static T OneOf<T>(string what, string value, string[] allowed)
        where T : struct, Enum => Enum.Parse<T>(OneOf(what, value, allowed), ignoreCase: true);

    private static string OneOf(string what, string value, string[] allowed) =>
        allowed.Contains(value)
            ? value
            : throw new UsageException($"{what}: expected {string.Join(", ", allowed)}; got '{value}'. Try --help.");
}
