namespace MLNetQuantumPrior.Build;

/// <summary>Decides which package groups are real, and remembers it for this checkout.</summary>
internal sealed class PackageChoice(Checkout checkout, Tool dotnet)
{
    public PackageAnswers Choose(PackageMode mode, string? sourceOption)
    {
        Dictionary<PackageGroup, IReadOnlyList<WantedPackage>> wanted =
            PackageGroup.All.ToDictionary(group => group, group => group.Wanted(checkout.Versions));
        PackageAnswers? remembered = PackageAnswers.Read(checkout.PackageAnswers, wanted);
        if (remembered?.Source is { } folder && !Directory.Exists(folder))
        {
            remembered = null;
        }

        string? source = sourceOption is null ? null : ExistingFolder(sourceOption);
        if (mode != PackageMode.Auto)
        {
            source ??= remembered?.Source;
        }

        if (mode == PackageMode.Remembered && remembered is not null && remembered.Source == source)
        {
            return remembered;
        }

        var probe = new PackageProbe(checkout, dotnet);
        var chosen = new PackageAnswers(
            [
                .. wanted.Select(w => mode is PackageMode.Real or PackageMode.Offline
                    ? new PackageAnswer(w.Key, w.Value, mode == PackageMode.Real, "as asked with --packages")
                    : probe.Ask(w.Key, w.Value, source))
            ],
            source);
        chosen.Write(checkout.PackageAnswers);
        return chosen;
    }

    private static string ExistingFolder(string source) =>
        Directory.Exists(source) ? Path.GetFullPath(source) : throw new UsageException($"--source: expected a folder, got '{source}'.");
}
