using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>A copy of the sample's page with models of a caller's choice, served by the sample's own server.</summary>
internal sealed class ServedSite : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _server;

    private ServedSite(DirectoryInfo folder, Process server, Uri address) => (_folder, _server, Address) = (folder, server, address);

    public Uri Address { get; }

    private static string Sample => Path.Combine(Checkout.Root, "samples", "MLNetQuantumPrior.Browser");

    /// <summary>Copies and serves, on a free port.</summary>
    /// <param name="models">The files of each set by name.</param>
    /// <exception cref="ProgramMissingException">No Node, or ONNX Runtime Web is not installed.</exception>
    public static ServedSite Start(IReadOnlyDictionary<string, SiteModel> models)
    {
        string source = Path.Combine(Sample, "site"), vendor = Path.Combine(source, "vendor");
        if (!Directory.Exists(vendor))
        {
            throw new ProgramMissingException("No ONNX Runtime Web: run 'npm ci' in samples/MLNetQuantumPrior.Browser.");
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("site-");
        string made = folder.CreateSubdirectory("models").FullName;
        Copy(source, folder.FullName);
        Copy(vendor, folder.CreateSubdirectory("vendor").FullName);
        foreach ((string name, SiteModel model) in models)
        {
            File.Copy(model.Generator, Path.Combine(made, $"{name}.generator.onnx"));
            File.Copy(model.Decoder, Path.Combine(made, $"{name}.decoder.onnx"));
            if (model.Editor is not null)
            {
                File.Copy(model.Editor, Path.Combine(made, $"{name}.editor.onnx"));
            }
        }

        File.WriteAllText(Path.Combine(made, "list.json"), JsonSerializer.Serialize(
            models.Select(model => new { name = model.Key, title = model.Key, editor = model.Value.Editor is not null })));

        var start = new ProcessStartInfo("node", [Path.Combine(Sample, "serve.mjs"), folder.FullName, "0"])
        {
            RedirectStandardOutput = true,
        };
        try
        {
            Process server = Process.Start(start)!;
            string line = server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("serve.mjs ended at once.");
            return new(folder, server, new(line));
        }
        catch (Win32Exception)
        {
            folder.Delete(recursive: true);
            throw new ProgramMissingException("No Node, which serves the page.");
        }
    }

    /// <summary>The copy of a file, to change or remove.</summary>
    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public void Dispose()
    {
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}

/// <summary>The ONNX files of a model that the page draws with.</summary>
/// <param name="Generator">The generator.</param>
/// <param name="Decoder">The decoder of the same model.</param>
/// <param name="Editor">An editor of the same pictures, which may be of another model; null for none.</param>
internal sealed record SiteModel(string Generator, string Decoder, string? Editor = null);
