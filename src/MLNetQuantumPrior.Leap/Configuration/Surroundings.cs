namespace MLNetQuantumPrior.Leap;

/// <summary>What configuration is read from: environment variables, files and the system's places for them.</summary>
/// <param name="Variable">An environment variable; null for none.</param>
/// <param name="ReadFile">The text of a file; null where there is no such file.</param>
/// <param name="System">Which conventions hold.</param>
internal sealed record Surroundings(Func<string, string?> Variable, Func<string, string?> ReadFile, PlatformID System)
{
    public static Surroundings OfProcess { get; } = new(
        Environment.GetEnvironmentVariable,
        path => File.Exists(path) ? File.ReadAllText(path) : null,
        OperatingSystem.IsWindows() ? PlatformID.Win32NT : OperatingSystem.IsMacOS() ? PlatformID.MacOSX : PlatformID.Unix);

    /// <summary>Where configuration files may be, from low to high priority.</summary>
    public IEnumerable<string> Places()
    {
        const string name = "dwave.conf";
        string home = Variable("HOME") ?? "";
        return System switch
        {
            PlatformID.Win32NT =>
            [
                $@"{Variable("PROGRAMDATA") ?? @"C:\ProgramData"}\dwavesystem\dwave\{name}",
                $@"{Variable("LOCALAPPDATA") ?? $@"{Variable("USERPROFILE")}\AppData\Local"}\dwavesystem\dwave\{name}",
                $@".\{name}",
            ],
            PlatformID.MacOSX =>
            [
                $"/Library/Application Support/dwave/{name}",
                $"{home}/Library/Application Support/dwave/{name}",
                $"./{name}",
            ],
            _ =>
            [
                .. (Given("XDG_CONFIG_DIRS") ?? "/etc/xdg").Split(':', StringSplitOptions.RemoveEmptyEntries)
                    .Select(folder => $"{folder.TrimEnd('/')}/dwave/{name}"),
                $"{Given("XDG_CONFIG_HOME") ?? $"{home}/.config"}/dwave/{name}",
                $"./{name}",
            ],
        };
    }

    /// <summary>A path whose ~ is the home folder.</summary>
    public string Expanded(string path) => path.StartsWith("~/", StringComparison.Ordinal) ? $"{Variable("HOME")}{path[1..]}" : path;

    /// <summary>An environment variable that is not empty.</summary>
    public string? Given(string variable) => Variable(variable) is { Length: > 0 } text ? text : null;
}
