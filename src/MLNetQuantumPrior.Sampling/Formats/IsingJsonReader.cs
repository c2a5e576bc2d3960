using System.Text.Json;

namespace MLNetQuantumPrior.Sampling;

/// <summary>Reads a model from JSON.</summary>
internal ref struct IsingJsonReader(string path, ReadOnlySpan<byte> content)
{
    public const string Format = "ising-model";
    public const int Version = 1;

    private readonly IsingJsonContent _read = new(path);
    private JsonCursor _at = new(path, content);

    public IsingModel Read()
    {
        ReadProperties();
        return _read.ToModel();
    }

    private void ReadProperties()
    {
        _at.Next(JsonTokenType.StartObject, "an object '{'");
        while (_at.Next() && _at.Token == JsonTokenType.PropertyName)
        {
            string name = _at.Text();
            if (!_read.Lines.TryAdd(name, _at.Line))
            {
                throw _at.Wrong("each property once");
            }

            ReadProperty(name);
        }

        ReadOnlySpan<string> required = ["format", "version", "graph", "spins", "fields", "edges", "couplings"];
        foreach (string name in required)
        {
            if (!_read.Lines.ContainsKey(name))
            {
                throw _at.Wrong($"a property \"{name}\"");
            }
        }

        _at.Next(); // fails where something follows
    }

    private void ReadProperty(string name)
    {
        switch (name)
        {
            case "format":
                _at.Next(JsonTokenType.String, $"\"{Format}\"");
                if (_at.Text() != Format)
                {
                    throw _at.Wrong($"\"{Format}\"");
                }

                break;
            case "version":
                _at.Next(JsonTokenType.Number, $"{Version}");
                if (_at.Integer(Version) != Version)
                {
                    throw _at.Wrong($"{Version}");
                }

                break;
            case "graph":
                _at.Next(JsonTokenType.String, "the graph's name");
                _read.Graph = _at.Text();
                break;
            case "spins":
                _at.Next(JsonTokenType.Number, "a number of spins");
                _read.Spins = _at.Integer(1);
                break;
            case "labels":
                _read.Labels = Integers(ascending: true);
                break;
            case "colors":
                _read.Colors = Integers(ascending: false);
                break;
            case "fields":
                _read.Fields = Singles();
                break;
            case "couplings":
                _read.Couplings = Singles();
                break;
            case "edges":
                ReadEdges();
                break;
            default:
                throw _at.Wrong("a property of version 1 of the format");
        }
    }

    private List<int> Integers(bool ascending)
    {
        List<int> values = [];
        _at.Next(JsonTokenType.StartArray, "an array '['");
        while (_at.NextElement())
        {
            long least = ascending && values.Count > 0 ? values[^1] + 1L : 0;
            values.Add(_at.Integer(least));
        }

        return values;
    }

    private List<float> Singles()
    {
        List<float> values = [];
        _at.Next(JsonTokenType.StartArray, "an array '['");
        while (_at.NextElement())
        {
            values.Add(_at.Single());
        }

        return values;
    }

    private void ReadEdges()
    {
        const string expected = "a pair [i, j] of integers";
        _at.Next(JsonTokenType.StartArray, "an array '['");
        while (_at.NextElement())
        {
            if (_at.Token != JsonTokenType.StartArray)
            {
                throw _at.Wrong(expected);
            }

            _read.EdgeLines.Add(_at.Line);
            _at.Next(JsonTokenType.Number, expected);
            int i = _at.Integer(0);
            _at.Next(JsonTokenType.Number, expected);
            int j = _at.Integer(0);
            _at.Next(JsonTokenType.EndArray, expected);
            _read.Edges.Add(new(Math.Min(i, j), Math.Max(i, j)));
        }
    }
}
