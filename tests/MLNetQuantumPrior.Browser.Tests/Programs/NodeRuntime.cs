using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>ONNX Runtime for Node.</summary>
internal static class NodeRuntime
{
    private static string Folder => Path.Combine(Checkout.Root, "tests", "MLNetQuantumPrior.Browser.Tests", "node");

    /// <summary>Draws rows, several times for their time.</summary>
    /// <exception cref="ProgramMissingException">No Node, or ONNX Runtime is not installed.</exception>
    public static async Task<RuntimeDraws> DrawAsync(
        string generator, IReadOnlyList<PortableRow> rows, int times, CancellationToken cancel)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node")))
        {
            throw new ProgramMissingException(
                "No ONNX Runtime for Node: run 'npm ci --ignore-scripts' in tests/MLNetQuantumPrior.Browser.Tests/node.");
        }

        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, RuntimeDraws.Json(rows), cancel);
            var start = new ProcessStartInfo("node", [Path.Combine(Folder, "draw.mjs"), generator, path, $"{times}"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            };
            using Process node = Process.Start(start)!;
            Task<string> errors = node.StandardError.ReadToEndAsync(cancel);
            string output = await node.StandardOutput.ReadToEndAsync(cancel);
            await node.WaitForExitAsync(cancel);
            return node.ExitCode == 0
                ? JsonSerializer.Deserialize<RuntimeDraws>(output, JsonSerializerOptions.Web)!
                : throw new InvalidOperationException($"node draw.mjs: {await errors}");
        }
        catch (Win32Exception)
        {
            throw new ProgramMissingException("No Node.");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
