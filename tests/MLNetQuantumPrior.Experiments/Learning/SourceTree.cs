using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Sources as git has them. Defaults are part of the library's, so figures of defaults are of one state of them.</summary>
internal static class SourceTree
{
    /// <summary>A number that changes whenever a tracked file under src does; empty without git.</summary>
    public static string Digest { get; } = DigestOf("src");

    /// <summary>A number that changes whenever a tracked file in these folders does; empty without git.</summary>
    public static string DigestOf(params string[] folders)
    {
        try
        {
            string state = string.Concat(folders.Select(folder => Git("rev-parse", $"HEAD:{folder}") + Git("diff", "HEAD", "--", folder)));
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
