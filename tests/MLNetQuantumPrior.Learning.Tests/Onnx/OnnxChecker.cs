using System.ComponentModel;
using System.Diagnostics;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>The official checker of the Python package onnx, where that is installed (Debian: python3-onnx).</summary>
internal static class OnnxChecker
{
    private const string Program =
        """
        import sys, onnx
        for path in sys.argv[1:]:
            onnx.checker.check_model(onnx.load(path), full_check=True)
            onnx.shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True, data_prop=True)
        print("checked", len(sys.argv) - 1)
        """;

    /// <summary>Fails where the checker finds anything wrong in one of the files; inconclusive where there is no checker.</summary>
    public static void Check(IEnumerable<byte[]> models)
    {
        string python = PythonWithOnnx();
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string[] files = [.. models.Select((model, k) =>
            {
                string path = Path.Combine(folder, $"{k}.onnx");
                File.WriteAllBytes(path, model);
                return path;
            })];

            (int exitCode, string output) = Run(python, ["-c", Program, .. files]);
            Assert.AreEqual(0, exitCode, output);
            StringAssert.Contains(output, $"checked {files.Length}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string PythonWithOnnx()
    {
        // The system's Python may have it where the one on the PATH has not.
        string? python = ((string[])["python3", "/usr/bin/python3", "python"])
            .FirstOrDefault(name => Run(name, ["-c", "import onnx"]).ExitCode == 0);
        if (python is null)
        {
            Assert.Inconclusive("No Python with the package onnx (Debian: python3-onnx), so the official checker did not run.");
        }

        return python;
    }

    private static (int ExitCode, string Output) Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd() + errors.Result;
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return (-1, "");
        }
    }
}
