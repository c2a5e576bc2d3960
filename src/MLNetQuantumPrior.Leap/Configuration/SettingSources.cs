namespace MLNetQuantumPrior.Leap;

/// <summary>Settings by key: options before environment variables before files. Empty ones count as none.</summary>
internal sealed class SettingSources
{
    private readonly Dictionary<string, Setting> _settings = [];

    /// <exception cref="ArgumentException">Two options exclude each other.</exception>
    /// <exception cref="InvalidDataException">A file cannot be read, or there is no such file or profile, or a key is unknown.</exception>
    public SettingSources(LeapOptions options, Surroundings surroundings)
    {
        if (options.Endpoint is { Length: > 0 } && options.Region is { Length: > 0 })
        {
            throw new ArgumentException($"Options: expected at most one of '{nameof(options.Endpoint)}' and '{nameof(options.Region)}'.");
        }

        Setting? profile = Option(options.Profile, nameof(options.Profile)) ?? Variable(surroundings, "DWAVE_PROFILE");
        Setting? path = Option(options.ConfigFile, nameof(options.ConfigFile)) ?? Variable(surroundings, "DWAVE_CONFIG_FILE");
        Dictionary<string, Setting> ofFiles = new ConfigurationFiles(Read(path, surroundings)).Of(profile);
        foreach ((string key, Setting setting) in ofFiles)
        {
            if (!SettingKeys.All.Contains(key))
            {
                throw setting.Wrong("a key of the vendor's client");
            }
        }

        Update(ofFiles!);
        Update(SettingKeys.Variables.ToDictionary(pair => pair.Key, pair => Variable(surroundings, pair.Variable)));
        Update(new Dictionary<string, Setting?>
        {
            ["token"] = Option(options.Token, nameof(options.Token)),
            ["endpoint"] = Option(options.Endpoint, nameof(options.Endpoint)),
            ["region"] = Option(options.Region, nameof(options.Region)),
            ["solver"] = Option(options.Solver, nameof(options.Solver)),
            ["proxy"] = Option(options.Proxy, nameof(options.Proxy)),
        });
    }

    /// <summary>A setting; null where nobody set it.</summary>
    public Setting? this[string key] => _settings.GetValueOrDefault(key);

    private static ImmutableArray<IniFile> Read(Setting? path, Surroundings surroundings)
    {
        var files = ImmutableArray.CreateBuilder<IniFile>();
        foreach (string place in path is null ? surroundings.Places() : [surroundings.Expanded(path.Text)])
        {
            try
            {
                if (surroundings.ReadFile(place) is { } text)
                {
                    files.Add(IniFile.Parse(text, place));
                }
                else if (path is not null)
                {
                    throw path.Wrong($"an existing file, found none at '{place}'");
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new InvalidDataException($"Configuration file '{place}': it cannot be read, {error.Message}", error);
            }
        }

        return files.DrainToImmutable();
    }

    private static Setting? Option(string? text, string option) => string.IsNullOrEmpty(text) ? null : new(text, $"option '{option}'");

    private static Setting? Variable(Surroundings surroundings, string variable) =>
        surroundings.Given(variable) is { } text ? new(text, $"environment variable '{variable}'") : null;

    private void Update(IEnumerable<KeyValuePair<string, Setting?>> level)
    {
        KeyValuePair<string, Setting?>[] given = [.. level.Where(pair => pair.Value is { Text.Length: > 0 })];
        if (given.Any(pair => SettingKeys.Exclusive.Contains(pair.Key)))
        {
            foreach (string key in SettingKeys.Exclusive)
            {
                _settings.Remove(key);
            }
        }

        foreach ((string key, Setting? setting) in given)
        {
            _settings[key] = setting!;
        }
    }
}
