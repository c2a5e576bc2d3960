using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Build;

/// <summary>What is looked at in a package that was made, before anybody gets it.</summary>
/// <param name="Name">The package.</param>
/// <param name="Sources">Where debuggers find the sources, for people to read.</param>
/// <param name="Faults">What is wrong with it; none if all is well.</param>
internal sealed record PackageInspection(WantedPackage Name, string Sources, ImmutableArray<string> Faults)
{
    private static readonly string[] Papers = ["README.md", "LICENSE", "CHANGELOG.md"];

    public override string ToString() => $"{Name}: {Sources}";

    /// <param name="package">The package.</param>
    /// <param name="allowed">Packages that it may depend on.</param>
    /// <param name="root">The folder it was built in, which it must not name.</param>
    public static PackageInspection Of(PackageFile package, IReadOnlyCollection<WantedPackage> allowed, string root)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        string library = $"lib/net10.0/{package.Name.Id}";
        string[] expected = [.. Papers, $"{library}.dll", $"{library}.xml", $"{library}.pdb"];
        faults.AddRange(expected.Except(package.Entries.Keys).Select(file => $"expected '{file}', found none"));
        Expect("readme", Papers[0]);
        Expect("license", "MIT");
        faults.AddRange(package.Dependencies.Except(allowed).Select(other => $"depends on {other}, which is no package of this build"));
        Regex folder = PathOf(root);
        faults.AddRange(package.Entries.Where(entry => folder.IsMatch(Encoding.Latin1.GetString(entry.Value)))
            .Select(entry => $"'{entry.Key}' names the folder it was built in"));

        string sources = "no sources";
        if (package.Entries.TryGetValue($"{library}.dll", out byte[]? dll)
            && package.Entries.TryGetValue($"{library}.pdb", out byte[]? pdb))
        {
            DebugSymbols symbols = DebugSymbols.Read(pdb);
            sources = symbols.Links.Count > 0 ? $"sources at {string.Join(", ", symbols.Links.Values)}" : "sources in the symbols";
            faults.AddRange(OfAssembly(dll, symbols.Id));
            faults.AddRange(OfSymbols(symbols));
        }

        return new(package.Name, sources, faults.ToImmutable());

        void Expect(string element, string value)
        {
            if (package.Manifest(element) != value)
            {
                faults.Add($"{element}: expected '{value}', got '{package.Manifest(element)}'");
            }
        }
    }

    private static IEnumerable<string> OfAssembly(byte[] dll, BlobContentId symbols)
    {
        using var reader = new PEReader(ImmutableArray.Create(dll));
        ImmutableArray<DebugDirectoryEntry> entries = reader.ReadDebugDirectory();
        if (!entries.Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible))
        {
            yield return "the assembly is not of a deterministic build";
        }

        if (!entries.Any(entry => entry.Type == DebugDirectoryEntryType.CodeView
            && new BlobContentId(reader.ReadCodeViewDebugDirectoryData(entry).Guid, entry.Stamp) == symbols))
        {
            yield return "the symbols are of another build than the assembly";
        }
    }

    private static IEnumerable<string> OfSymbols(DebugSymbols symbols)
    {
        // The compiler calls the roots of sources /_/, /_1/ and so on, so that no machine shows.
        SourceDocument[] elsewhere = [.. symbols.Sources.Where(source => !source.Path.StartsWith("/_", StringComparison.Ordinal))];
        SourceDocument[] lost = [.. symbols.Sources.Where(source => !symbols.Finds(source))];
        if (symbols.Sources.IsEmpty)
        {
            yield return "the symbols name no source";
        }

        if (elsewhere.Length > 0)
        {
            yield return $"the symbols name {elsewhere.Length} sources by paths of a machine, such as '{elsewhere[0].Path}'";
        }

        if (lost.Length > 0)
        {
            yield return $"the symbols neither hold nor link {lost.Length} sources, such as '{lost[0].Path}'";
        }
    }

    /// <summary>Finds a folder's path in bytes read as Latin-1, but not within a longer name: /src is not in /_/src/A.cs.</summary>
    private static Regex PathOf(string folder)
    {
        IEnumerable<string> spellings = ((Encoding[])[Encoding.UTF8, Encoding.Unicode])
            .Select(encoding => Regex.Escape(Encoding.Latin1.GetString(encoding.GetBytes(folder))));
        return new($@"(?<![\w.-]\0?)({string.Join('|', spellings)})(?!\0?[\w.-])");
    }
}
