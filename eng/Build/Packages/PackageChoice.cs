namespace MLNetQuantumPrior.Build;

/// <summary>Decides which package groups are real, and remembers it for this checkout.</summary>
internal sealed class PackageChoice(Checkout checkout, Tool dotnet)
{
    public PackageAnswers Choose(PackageMode mode, string? sourceOption)
    {
        Dictionary<PackageGroup, IReadOnlyList<WantedPackage>> wanted = PackageGroup.All.ToDictionary(g => g, g => g.Wanted(checkout.Versions));
        PackageAnswers? remembered = PackageAnswers.Read(checkout.PackageAnswers, wanted);
        string? source = sourceOption is not null ? ExistingFolder(sourceOption) : mode == PackageMode.Auto ? null : remembered?.Source;

        PackageAnswers chosen;
        if (mode is PackageMode.Real or PackageMode.Offline)
        {
            chosen = new([.. wanted.Select(w => new PackageAnswer(w.Key, w.Value, mode == PackageMode.Real, "as asked with --packages"))], source);
        }
        else if (mode == PackageMode.Remembered && remembered is not null && remembered.Source == source && (source is null || Directory.Exists(source)))
        {
            chosen = remembered;
        }
        else
        {
            var probe = new PackageProbe(checkout, dotnet);
            chosen = new([.. wanted.Select(w => probe.Ask(w.Key, w.Value, source))], source);
        }

        chosen.Write(checkout.PackageAnswers);
        return chosen;
    }

    private static string ExistingFolder(string source) =>
        Directory.Exists(source) ? Path.GetFullPath(source) : throw new UsageException($"--source: expected a folder, got '{source}'.");
}
