using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Experiments;

/// <summary>The folder models: models.json says what is in it, and README.md shows that between two markers.</summary>
internal static class ShippedModels
{
    public const string FileName = "models.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly Regex Block = new(
        "(?<=^<!-- models -->\n).*?(?=^<!-- /models -->$)", RegexOptions.Multiline | RegexOptions.Singleline);

    /// <summary>What a folder says of its models; nothing where it says nothing.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static IReadOnlyList<ShippedModel> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<ShippedModel[]>(File.ReadAllText(path), Format)! : [];
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Models '{path}': expected an array of models. {error.Message}", error);
        }
    }

    /// <summary>Adds a model, or replaces the one of its name; and renews the page where there is one.</summary>
    public static void Add(string folder, ShippedModel model)
    {
        ShippedModel[] models = [
            .. Read(folder).Where(old => old.Name != model.Name).Append(model).OrderBy(one => one.Name, StringComparer.Ordinal)];
        Replace(Path.Combine(folder, FileName), JsonSerializer.Serialize(models, Format) + "\n");
        string page = Path.Combine(folder, "README.md");
        if (File.Exists(page))
        {
            Replace(page, Renewed(File.ReadAllText(page), models));
        }
    }

    /// <summary>A page whose tables are those of some models.</summary>
    public static string Renewed(string page, IReadOnlyList<ShippedModel> models) => Block.Replace(page, _ => Tables(models));

    private static string Tables(IReadOnlyList<ShippedModel> models)
    {
        if (models.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("| model | trained on | seed | figures | made by |\n|---|---|---:|---|---|\n");
        foreach (ShippedModel model in models)
        {
            string figures = string.Join(
                ", ", model.Figures.Select(figure => FormattableString.Invariant($"{figure.Key} {figure.Value:0.####}")));
            text.Append($"| {model.Name} | {model.Data} | {model.Seed} | {figures} | `{model.Command}` |\n");
        }

        text.Append("\n| file | bytes | SHA-256 |\n|---|---:|---|\n");
        foreach (ShippedFile file in models.SelectMany(model => model.Files))
        {
            text.Append(FormattableString.Invariant($"| `{file.Name}` | {file.Bytes:N0} | `{file.Sha256}` |\n"));
        }

        return text.ToString();
    }

    private static void Replace(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
