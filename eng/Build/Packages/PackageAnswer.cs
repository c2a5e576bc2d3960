namespace MLNetQuantumPrior.Build;

/// <summary>Whether a group is real here, and why.</summary>
internal sealed record PackageAnswer(PackageGroup Group, IReadOnlyList<WantedPackage> Wanted, bool Real, string Because)
{
    public override string ToString() => Real ? $"{Wanted[0]} real" : $"{Group.Name} offline (eng/offline; {Because})";
}
