using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Leap;

/// <summary>
/// Sections of a configuration file in the dialect of Python's configparser: "key = value" or "key: value", keys in any case, comments on
/// lines of their own after # or ;, values that go on in lines with more indentation.
/// </summary>
internal sealed partial class IniFile
{
    /// <summary>The section whose keys all others inherit.</summary>
    public const string Defaults = "defaults";

    private readonly Dictionary<string, Dictionary<string, string>> _sections = [];

    private IniFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Names of the sections in their order, without <see cref="Defaults"/>.</summary>
    public List<string> Names { get; } = [];

    /// <summary>What a section holds itself; nothing for one that the file does not have.</summary>
    public IReadOnlyDictionary<string, string> this[string section] =>
        _sections.TryGetValue(section, out Dictionary<string, string>? found) ? found : [];

    /// <exception cref="InvalidDataException">A line is not of the dialect, or a section or a key comes twice.</exception>
    public static IniFile Parse(string text, string path)
    {
        var file = new IniFile(path);
        var reader = new Reader(file);
        string[] lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        for (int n = 0; n < lines.Length; n++)
        {
            reader.Read(lines[n], n + 1);
        }

        reader.EndValue();
        return file;
    }

    [GeneratedRegex(@"^\[(?<name>.+)\]")]
    private static partial Regex Header();

    [GeneratedRegex(@"^(?<key>.*?)\s*[=:]\s*(?<value>.*)$")]
    private static partial Regex Option();

    /// <summary>Where in the file it is.</summary>
    private sealed class Reader(IniFile file)
    {
        private readonly List<string> _value = [];
        private string? _section;
        private string? _key;
        private int _indentation;

        public void Read(string line, int number)
        {
            string text = line.Trim();
            if (text.StartsWith('#') || text.StartsWith(';'))
            {
                return;
            }

            if (text.Length == 0)
            {
                _value.Add("");
                return;
            }

            int indentation = line.Length - line.TrimStart().Length;
            if (_key is not null && indentation > _indentation)
            {
                _value.Add(text);
                return;
            }

            EndValue();
            _indentation = indentation;
            if (Header().Match(text) is { Success: true } header)
            {
                Open(header.Groups["name"].Value, number);
            }
            else
            {
                Start(Option().Match(text), number);
            }
        }

        /// <summary>Stores the value whose lines were read.</summary>
        public void EndValue()
        {
            if (_key is not null)
            {
                file._sections[_section!][_key] = string.Join('\n', _value).TrimEnd();
            }

            _key = null;
            _value.Clear();
        }

        private void Open(string section, int number)
        {
            if (!file._sections.TryAdd(section, []) && section != Defaults)
            {
                throw Wrong(number, $"each section once, got [{section}] again");
            }

            _section = section;
            if (section != Defaults)
            {
                file.Names.Add(section);
            }
        }

        private void Start(Match option, int number)
        {
            if (_section is null)
            {
                throw Wrong(number, "a [section] before anything else");
            }

            string key = option.Groups["key"].Value.ToLowerInvariant();
            if (!option.Success || key.Length == 0)
            {
                throw Wrong(number, $"'key = value' in section [{_section}]");
            }

            if (!file._sections[_section].TryAdd(key, ""))
            {
                throw Wrong(number, $"each key of section [{_section}] once, got '{key}' again");
            }

            _key = key;
            _value.Add(option.Groups["value"].Value.Trim());
        }

        /// <summary>The line itself may hold a secret.</summary>
        private InvalidDataException Wrong(int number, string expected) =>
            new($"Configuration file '{file.Path}', line {number}: expected {expected}.");
    }
}
