using MLNetQuantumPrior.Demo;

namespace MLNetQuantumPrior.Experiments;

/// <summary>Makes the files of the folder models.</summary>
internal static class ModelTraining
{
    public const string Program = "tests/MLNetQuantumPrior.Experiments";

    public static IReadOnlyList<string> Names { get; } = ["mnist", "fashion-mnist", ShippedEditor.Name, ShippedTable.Name];

    /// <summary>What makes a model again, wherever its data and files are.</summary>
    public static string CommandOf(string name) => Results.CommandLine(Program, ["models", "--only", name]);

    /// <param name="names">Which models; all for none.</param>
    /// <param name="data">Folder with folders mnist and fashion-mnist; null to fetch their files.</param>
    /// <param name="folder">Folder to write to.</param>
    /// <param name="isQuick">Whether the figures mean nothing.</param>
    /// <param name="cancel">Ends the work.</param>
    public static async Task RunAsync(
        IReadOnlyList<string> names, string? data, string folder, bool isQuick, CancellationToken cancel)
    {
        if (names.Except(Names).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException($"Option '--only': expected some of {string.Join(", ", Names)}, got {unknown}.");
        }

        Directory.CreateDirectory(folder);
        foreach (string name in names.Count == 0 ? Names : names)
        {
            Console.WriteLine($"Making {name}");
            ShippedModel model = name switch
            {
                ShippedTable.Name => ShippedTable.Make(folder, isQuick),
                ShippedEditor.Name => ShippedEditor.Make(await Images("mnist", data, cancel), folder, isQuick),
                _ => ShippedImages.Make(name, await Images(name, data, cancel), folder, isQuick, cancel),
            };
            ShippedModels.Add(folder, model);
            foreach ((string figure, double value) in model.Figures)
            {
                Console.WriteLine($"  {figure}: {value:G6}");
            }

            foreach (ShippedFile file in model.Files)
            {
                Console.WriteLine($"  {file.Name}: {file.Bytes:N0} bytes, SHA-256 {file.Sha256}");
            }
        }
    }

    private static async Task<string> Images(string name, string? data, CancellationToken cancel) => data is not null
        ? Path.Combine(data, name)
        : await (name == "mnist" ? ImageDataset.Mnist : ImageDataset.FashionMnist).InCacheAsync(cancel);
}
