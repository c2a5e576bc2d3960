using System.Text.Json;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Tests;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>ONNX Runtime for Node.</summary>
internal static class NodeRuntime
{
    private static string Folder => Path.Combine(Checkout.Root, "tests", "MLNetQuantumPrior.Browser.Tests", "node");

    /// <summary>Draws rows, several times for their time.</summary>
    /// <exception cref="ProgramMissingException">No Node, or ONNX Runtime is not installed.</exception>
    public static Task<RuntimeDraws> DrawAsync(string generator, IEnumerable<PortableRow> rows, int times, CancellationToken cancel) =>
        RunAsync<RuntimeDraws>("draw.mjs", generator, RuntimeDraws.Json(rows), $"{times}", cancel);

    /// <summary>Edits rows.</summary>
    /// <exception cref="ProgramMissingException">No Node, or ONNX Runtime is not installed.</exception>
    public static Task<RuntimeEdits> EditAsync(string editor, IEnumerable<RowToEdit> rows, CancellationToken cancel) =>
        RunAsync<RuntimeEdits>("edit.mjs", editor, RuntimeDraws.Json(rows), "", cancel);

    private static async Task<T> RunAsync<T>(string script, string model, string rows, string argument, CancellationToken cancel)
    {
        NodeProgram.CheckPackage(Folder, "onnxruntime-node");
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, rows, cancel);
            NodeProgram node = await NodeProgram.RunAsync([Path.Combine(Folder, script), model, path, argument], cancel);
            return node.ExitCode == 0
                ? JsonSerializer.Deserialize<T>(node.Output, JsonSerializerOptions.Web)!
                : throw new InvalidOperationException($"node {script}: {node.Errors}");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
