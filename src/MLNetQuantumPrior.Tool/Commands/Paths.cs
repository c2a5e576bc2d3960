using System.CommandLine;

namespace MLNetQuantumPrior.Tool;

/// <summary>Arguments that are files.</summary>
internal static class Paths
{
    public const string SynthesizerExtension = ".synthesizer";

    public static Argument<string> Of(string name, string description) => new(name) { Description = description };

    /// <summary>Whether it is a synthesizer, by its extension.</summary>
    public static bool IsSynthesizer(string path) =>
        Path.GetExtension(path).Equals(SynthesizerExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The path of a table.</summary>
    /// <exception cref="UsageException">It is that of a synthesizer.</exception>
    public static string Table(string path) => IsSynthesizer(path)
        ? throw new UsageException($"File '{path}': expected a table, got a synthesizer. Give it by --model.")
        : path;

    /// <summary>Checks before long work that a file can be written afterwards.</summary>
    /// <exception cref="DirectoryNotFoundException">Its folder does not exist.</exception>
    public static void CheckWritable(params IEnumerable<string?> paths)
    {
        foreach (string path in paths.OfType<string>())
        {
            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            {
                throw new DirectoryNotFoundException($"File '{path}': expected its folder to exist, got none.");
            }

            if (Directory.Exists(path))
            {
                throw new IOException($"File '{path}': expected the name of a file, got a folder.");
            }
        }
    }
}
