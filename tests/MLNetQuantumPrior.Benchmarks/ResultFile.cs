using System.Text.Json;

namespace MLNetQuantumPrior.Benchmarks;

/// <summary>Results as JSON, written beside and renamed.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static void Write<T>(string folder, string name, T results)
    {
        Directory.CreateDirectory(folder);
        string path = Path.GetFullPath(Path.Combine(folder, name));
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(results, Format) + "\n");
        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine($"Written to {path}");
    }
}
