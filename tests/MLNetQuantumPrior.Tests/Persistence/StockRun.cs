using System.Diagnostics;
using System.Text.Json;
using MLNetQuantumPrior.StockProcess;

namespace MLNetQuantumPrior.Tests;

/// <summary>Asks a fresh process that has ML.NET, and none of our packages.</summary>
internal static class StockRun
{
    private static string Program
    {
        get
        {
            // .../tests/THIS/bin/Release/net10.0/
            var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            DirectoryInfo configuration = framework.Parent!, tests = configuration.Parent!.Parent!.Parent!;
            string name = typeof(StockRequest).Namespace!;
            return Path.Combine(tests.FullName, name, "bin", configuration.Name, framework.Name, $"{name}.dll");
        }
    }

    public static StockAnswer Ask(string folder, StockRequest request)
    {
        string question = Path.Combine(folder, "request.json"), answer = Path.Combine(folder, "answer.json");
        File.WriteAllText(question, JsonSerializer.Serialize(request));
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        using Process process = Process.Start(
            new ProcessStartInfo(dotnet, ["exec", Program, question, answer]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors);
        return JsonSerializer.Deserialize<StockAnswer>(File.ReadAllText(answer))!;
    }
}
