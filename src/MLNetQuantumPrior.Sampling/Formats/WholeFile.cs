namespace MLNetQuantumPrior.Sampling;

/// <summary>A file that is there as a whole or not at all: written beside its place, then renamed.</summary>
internal static class WholeFile
{
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="prefix">What its name begins with while it is written.</param>
    public static void Write(string path, Action<Stream> write, string prefix = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"File '{path}': expected its folder to exist, got none.");
        }

        string beside = Path.Combine(folder, $"{prefix}{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
