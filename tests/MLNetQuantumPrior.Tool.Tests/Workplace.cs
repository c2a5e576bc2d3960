namespace MLNetQuantumPrior.Tool.Tests;

/// <summary>A folder for the files of a test, and the program in it.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    /// <summary>The files that are there.</summary>
    public string[] Files => [.. _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string Text(string name) => File.ReadAllText(this[name]);

    /// <summary>Runs the program. Words that begin with @ are files of the folder.</summary>
    public Ended Run(params string[] words) => Run(CancellationToken.None, words);

    public Ended Run(CancellationToken cancel, params string[] words)
    {
        using StringWriter output = new(), error = new();
        string[] arguments = [.. words.Select(word => word.StartsWith('@') ? this[word[1..]] : word)];
        int code = Bmvae.RunAsync(arguments, new(output, error, null), cancel).GetAwaiter().GetResult();
        return new(code, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>How a run of the program ended.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    /// <summary>Checks that it did what was asked.</summary>
    public Ended Done()
    {
        Assert.AreEqual(0, Code, Error);
        return this;
    }
}
