using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>A page of a headless Chromium, driven by the DevTools protocol.</summary>
internal sealed class ChromiumPage : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    // No sandbox: containers run as root, and what is opened is ours. The rest keeps Chromium from calling other hosts.
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-port=0",
        "--hide-scrollbars", "--window-size=1200,1200", "about:blank",
    ];

    private readonly DirectoryInfo _profile;
    private readonly Process _process;
    private readonly DevToolsConnection _tools = new();

    private ChromiumPage(DirectoryInfo profile, Process process) => (_profile, _process) = (profile, process);

    /// <summary>Starts a browser with an empty profile.</summary>
    /// <exception cref="ProgramMissingException">There is none.</exception>
    public static async Task<ChromiumPage> OpenAsync(CancellationToken cancel)
    {
        string program = Names.SelectMany(Installed).FirstOrDefault()
            ?? throw new ProgramMissingException("No Chromium (Debian: chromium).");
        DirectoryInfo profile = Directory.CreateTempSubdirectory("chromium-");
        var start = new ProcessStartInfo(program, [$"--user-data-dir={profile.FullName}", .. Flags]) { RedirectStandardError = true };
        var page = new ChromiumPage(profile, Process.Start(start)!);
        try
        {
            await page.ConnectAsync(cancel);
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    public async Task GoToAsync(Uri address, CancellationToken cancel) =>
        await _tools.CallAsync("Page.navigate", new() { ["url"] = address.AbsoluteUri }, cancel);

    /// <summary>The value of a JavaScript expression, awaited if it is a promise.</summary>
    /// <exception cref="InvalidOperationException">It threw.</exception>
    public async Task<T> EvaluateAsync<T>(string expression, CancellationToken cancel)
    {
        JsonElement answer = await _tools.CallAsync(
            "Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true }, cancel);
        if (answer.TryGetProperty("exceptionDetails", out JsonElement thrown))
        {
            throw new InvalidOperationException($"JavaScript '{expression}': {thrown}");
        }

        return answer.GetProperty("result").GetProperty("value").Deserialize<T>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Runs JavaScript.</summary>
    /// <exception cref="InvalidOperationException">It threw.</exception>
    public async Task RunAsync(string statements, CancellationToken cancel) =>
        await EvaluateAsync<bool>($"{{ {statements}; true; }}", cancel);

    /// <summary>Waits until a JavaScript expression is true.</summary>
    public async Task WaitAsync(string expression, CancellationToken cancel)
    {
        while (!await EvaluateAsync<bool>($"Boolean({expression})", cancel))
        {
            await Task.Delay(20, cancel);
        }
    }

    /// <summary>Presses a key.</summary>
    /// <param name="key">Its name in JavaScript.</param>
    /// <param name="code">Its number on Windows, which decides what it does by default.</param>
    public async Task PressAsync(string key, int code, CancellationToken cancel)
    {
        foreach (string type in (string[])["rawKeyDown", "char", "keyUp"])
        {
            if (type != "char" || key == "Enter")
            {
                await _tools.CallAsync(
                    "Input.dispatchKeyEvent",
                    new() { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code, ["text"] = "\r" },
                    cancel);
            }
        }
    }

    public async Task SaveDownloadsToAsync(string folder, CancellationToken cancel) =>
        await _tools.CallAsync("Browser.setDownloadBehavior", new() { ["behavior"] = "allow", ["downloadPath"] = folder }, cancel);

    /// <summary>What is in the window, as a PNG file.</summary>
    public async Task<byte[]> ScreenshotAsync(CancellationToken cancel) =>
        (await _tools.CallAsync("Page.captureScreenshot", [], cancel)).GetProperty("data").GetBytesFromBase64();

    public async ValueTask DisposeAsync()
    {
        _tools.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        for (int tries = 0; _profile.Exists && tries < 20; tries++)
        {
            try
            {
                _profile.Delete(recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(100); // a child may still be writing
            }

            _profile.Refresh();
        }
    }

    private static IEnumerable<string> Installed(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => (string[])[Path.Combine(folder, name), Path.Combine(folder, name + ".exe")])
            .Where(File.Exists);

    private async Task ConnectAsync(CancellationToken cancel)
    {
        const string Before = "DevTools listening on ";
        string? line;
        do
        {
            line = await _process.StandardError.ReadLineAsync(cancel)
                ?? throw new InvalidOperationException("Chromium ended before it listened.");
        }
        while (!line.StartsWith(Before, StringComparison.Ordinal));
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None); // what else it says must not fill the pipe

        using var client = new HttpClient();
        string targets = await client.GetStringAsync($"http://{new Uri(line[Before.Length..]).Authority}/json", cancel);
        JsonNode page = JsonNode.Parse(targets)!.AsArray().First(target => (string?)target!["type"] == "page")!;
        await _tools.ConnectAsync(new((string)page["webSocketDebuggerUrl"]!), cancel);
    }
}
