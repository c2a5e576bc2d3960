using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MLNetQuantumPrior.Demo;

/// <summary>One number.</summary>
/// <param name="Set">What was measured on: images, a model, a number of threads.</param>
/// <param name="Method">Whose number it is.</param>
/// <param name="Metric">Its name and unit.</param>
/// <param name="Seed">Of the randomness.</param>
/// <param name="Value">The number.</param>
internal sealed record ResultRow(string Set, string Method, string Metric, ulong Seed, double Value);

/// <summary>What a run has measured, and how to measure it again.</summary>
/// <param name="Command">The command line.</param>
/// <param name="Commit">The commit that the program was built from; with "-dirty" where sources differ from it.</param>
/// <param name="Machine">Processor, system and runtime.</param>
/// <param name="Rows">The numbers.</param>
internal sealed record Results(string Command, string Commit, string Machine, IReadOnlyList<ResultRow> Rows)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for +
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Numbers of this run.</summary>
    /// <param name="project">The program's folder in the repository.</param>
    /// <param name="rows">The numbers; those that are not finite are left out.</param>
    public static Results Of(string project, IEnumerable<ResultRow> rows) => new(
        CommandLine(project, Environment.GetCommandLineArgs()[1..]),
        Built(),
        $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
        [.. rows.Where(row => double.IsFinite(row.Value))]);

    /// <summary>What runs a program again with the arguments that it was given, as a shell takes it.</summary>
    /// <param name="project">The program's folder in the repository.</param>
    /// <param name="arguments">All that it was given, options included.</param>
    public static string CommandLine(string project, IReadOnlyList<string> arguments)
    {
        string configuration = typeof(Results).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Release";
        string program = $"dotnet run -c {configuration} --project {project}";
        return arguments.Count == 0 ? program : $"{program} -- {string.Join(' ', arguments.Select(Quoted))}";
    }

    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static Results Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Results>(File.ReadAllText(path), Format)
                ?? throw new InvalidDataException($"Results '{path}': expected an object, got null.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Results '{path}': expected command, commit, machine and rows. {error.Message}", error);
        }
    }

    /// <summary>A line for each number on the console.</summary>
    public void Print()
    {
        foreach (ResultRow row in Rows)
        {
            Console.WriteLine($"{row.Set}, {row.Method}: {row.Metric} {row.Value:G6}");
        }
    }

    /// <summary>Writes beside and renames: a row a line, so that versions can be compared.</summary>
    public void Write(string path)
    {
        string Text<T>(T value) => JsonSerializer.Serialize(value, Format);
        string json = $$"""
            {
              "command": {{Text(Command)}},
              "commit": {{Text(Commit)}},
              "machine": {{Text(Machine)}},
              "rows": [
                {{string.Join(",\n    ", Rows.Select(Text))}}
              ]
            }

            """;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path + ".new", json);
        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine($"Written to {Path.GetFullPath(path)}");
    }

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./\\:=,+@%".Contains(c))
            ? argument
            : $"'{argument.Replace("'", "'\\''")}'";

    /// <summary>As the SDK writes it into the assembly: the repository may have moved on since the build.</summary>
    private static string Built()
    {
        string? version = typeof(Results).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        string[] parts = version?.Split('+') ?? [];
        return parts.Length < 2 ? "unknown" : parts[1] + (Differs(parts[1]) ? "-dirty" : "");
    }

    private static bool Differs(string commit)
    {
        try
        {
            using Process git = Process.Start(new ProcessStartInfo("git", ["diff", "--quiet", commit, "--", "*.cs", "*.csproj", "*.props"])
            {
                WorkingDirectory = Checkout.Root, RedirectStandardError = true,
            })!;
            git.WaitForExit();
            return git.ExitCode != 0;
        }
        catch (Win32Exception)
        {
            return false; // without git, there is nothing to compare with
        }
    }

    private static string Processor()
    {
        const string LinuxNames = "/proc/cpuinfo";
        string? line = File.Exists(LinuxNames)
            ? File.ReadLines(LinuxNames).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        string name = line?.Split(':')[^1].Trim() ?? $"{RuntimeInformation.ProcessArchitecture}";
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        return $"{name}, vectors of {bits} bits";
    }
}
