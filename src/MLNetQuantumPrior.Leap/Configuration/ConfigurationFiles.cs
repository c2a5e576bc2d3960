using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Leap;

/// <summary>Settings of one profile from configuration files, those of later files before those of earlier ones, key by key.</summary>
/// <param name="files">From low to high priority.</param>
internal sealed partial class ConfigurationFiles(ImmutableArray<IniFile> files)
{
    /// <summary>The settings of a section, those of [defaults] included.</summary>
    /// <param name="profile">The section; null for what [defaults] names, else the first one, else [defaults] itself.</param>
    /// <exception cref="InvalidDataException">There is no such section, or a value refers to what is not there.</exception>
    public Dictionary<string, Setting> Of(Setting? profile)
    {
        Dictionary<string, Setting> defaults = Merged(IniFile.Defaults);
        profile ??= defaults.GetValueOrDefault("profile");
        string? section = profile?.Text ?? files.SelectMany(file => file.Names).FirstOrDefault();
        if (section is null or IniFile.Defaults)
        {
            return Interpolated(defaults);
        }

        if (!files.Any(file => file.Names.Contains(section)))
        {
            string places = files.IsEmpty ? "there is no file" : string.Join(", ", files.Select(file => $"'{file.Path}'"));
            throw new InvalidDataException(
                $"Configuration, {profile}: expected a section of the configuration files, found no [{section}] in them ({places}).");
        }

        foreach ((string key, Setting setting) in Merged(section))
        {
            defaults[key] = setting;
        }

        return Interpolated(defaults);
    }

    private Dictionary<string, Setting> Merged(string section)
    {
        var merged = new Dictionary<string, Setting>();
        foreach (IniFile file in files)
        {
            foreach ((string key, string text) in file[section])
            {
                merged[key] = new(text, $"file '{file.Path}', section [{section}], key '{key}'");
            }
        }

        return merged;
    }

    /// <summary>%(key)s is the value of another key, %% is %.</summary>
    private static Dictionary<string, Setting> Interpolated(Dictionary<string, Setting> settings)
    {
        return settings.ToDictionary(pair => pair.Key, pair => pair.Value with { Text = Expand(pair.Value, pair.Value.Text, depth: 1) });

        string Expand(Setting setting, string text, int depth) => Percent().Replace(text, match => match.Value switch
        {
            "%%" => "%",
            "%" => throw setting.Wrong("'%%' for a percent sign, or '%(key)s'"),
            _ when depth >= 10 => throw setting.Wrong("'%(key)s' that do not refer to each other in a circle"),
            _ => settings.TryGetValue(match.Groups["key"].Value.ToLowerInvariant(), out Setting? other)
                ? Expand(setting, other.Text, depth + 1)
                : throw setting.Wrong("'%(key)s' with a key of the section"),
        });
    }

    [GeneratedRegex(@"%%|%\((?<key>[^)]+)\)s|%")]
    private static partial Regex Percent();
}
