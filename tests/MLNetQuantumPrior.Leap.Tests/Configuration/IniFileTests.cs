using System.Text.Json;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class IniFileTests
{
    private static readonly JsonElement Vectors = Golden.Load("ini.json").GetProperty("cases");

    public static IEnumerable<object[]> Vector => Golden.Cases(Vectors);

    /// <summary>Each section with what it inherits, references filled in, is as Python's configparser reads it.</summary>
    [TestMethod]
    [DynamicData(nameof(Vector))]
    public void AFileIsReadAsPythonReadsIt(int number)
    {
        string text = Vectors[number].GetProperty("text").GetString()!;
        JsonElement expected = Vectors[number].GetProperty("expect");
        if (expected.TryGetProperty("error", out _))
        {
            var error = Assert.ThrowsExactly<InvalidDataException>(() => Sections(text));
            StringAssert.Contains(error.Message, "'x.conf'");
            return;
        }

        string theirs = string.Join('\n', expected.GetProperty("sections").EnumerateArray().Select(
            section => Text(section[0].GetString()!, section[1].EnumerateObject().Select(key => (key.Name, key.Value.GetString()!)))));
        Assert.AreEqual(theirs, Sections(text));
    }

    [TestMethod]
    public void AnErrorSaysWhereAndNotWhat()
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => IniFile.Parse("[a]\nSECRET-TOKEN\n", "x.conf"));
        Assert.AreEqual("Configuration file 'x.conf', line 2: expected 'key = value' in section [a].", error.Message);
    }

    private static string Sections(string text)
    {
        IniFile file = IniFile.Parse(text, "x.conf");
        return string.Join('\n', file.Names.Select(name => Text(
            name, new ConfigurationFiles([file]).Of(new(name, "test")).Select(pair => (pair.Key, pair.Value.Text)))));
    }

    private static string Text(string name, IEnumerable<(string Key, string Text)> settings) =>
        $"[{name}] " + string.Join(
            " | ", settings.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Text}"));
}
