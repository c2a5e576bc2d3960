using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The library's sources, which defaults are part of: figures of defaults are of one state of them.</summary>
internal static class SourceTree
{
    /// <summary>A number that changes whenever a tracked file under src does; empty without git.</summary>
    public static string Digest { get; } = Of();

    private static string Of()
    {
        try
        {
            string state = Git("rev-parse", "HEAD:src") + Git("diff", "HEAD", "--", "src");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))[..16];
        }
        catch (Win32Exception)
        {
            return "";
        }
    }

    private static string Git(params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Checkout.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        git.ErrorDataReceived += (_, _) => { };
        git.BeginErrorReadLine();
        string text = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return text;
    }
}
