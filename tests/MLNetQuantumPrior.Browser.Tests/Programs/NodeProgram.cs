using System.ComponentModel;
using System.Diagnostics;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Browser.Tests;

/// <summary>A program that Node ran to its end.</summary>
internal sealed record NodeProgram(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a script.</summary>
    /// <exception cref="ProgramMissingException">No Node.</exception>
    public static async Task<NodeProgram> RunAsync(string[] arguments, CancellationToken cancel)
    {
        try
        {
            var start = new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process node = Process.Start(start)!;
            Task<string> errors = node.StandardError.ReadToEndAsync(cancel);
            string output = await node.StandardOutput.ReadToEndAsync(cancel);
            await node.WaitForExitAsync(cancel);
            return new(node.ExitCode, output, await errors);
        }
        catch (Win32Exception)
        {
            throw new ProgramMissingException("No Node.");
        }
    }

    /// <summary>Whether a package is installed.</summary>
    /// <exception cref="ProgramMissingException">It is not.</exception>
    public static void CheckPackage(string folder, string package)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules", package)))
        {
            throw new ProgramMissingException(
                $"No package {package}: run 'npm ci' in {Path.GetRelativePath(Checkout.Root, folder).Replace('\\', '/')}.");
        }
    }
}
