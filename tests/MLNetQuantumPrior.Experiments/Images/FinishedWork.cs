using System.Text.Json;
using System.Text.Json.Serialization;

namespace MLNetQuantumPrior.Experiments;

/// <summary>
/// Finished pieces of a long evaluation as files of a folder: a piece that is there with the same settings is read, not computed again,
/// so an interrupted evaluation goes on where it was.
/// </summary>
internal sealed class FinishedWork(string folder)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private sealed record Piece<T>(JsonElement Settings, T Result);

    /// <summary>Path of a file that belongs to a piece.</summary>
    public string PathOf(string file)
    {
        string path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>The result of a piece of work.</summary>
    /// <param name="name">Its name; may have folders.</param>
    /// <param name="settings">Everything that the result depends on.</param>
    /// <param name="work">Computes it. What it leaves in other files must be whole before it ends.</param>
    public T Of<T>(string name, object settings, Func<T> work)
    {
        string path = PathOf(name + ".json");
        JsonElement wanted = JsonSerializer.SerializeToElement(settings, settings.GetType(), Json);
        if (Read<T>(path) is { } piece && JsonElement.DeepEquals(piece.Settings, wanted))
        {
            return piece.Result;
        }

        T result = work();
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(new Piece<T>(wanted, result), Json) + "\n");
        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine($"{DateTime.Now:HH:mm:ss} {name}: {result}");
        return result;
    }

    /// <summary>A piece as it was written; null if it is not there or is damaged.</summary>
    private static Piece<T>? Read<T>(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Piece<T>>(File.ReadAllText(path), Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
