using System.Collections.Immutable;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class PackageInspectionTests
{
    private const string Machine = "/src", Library = "lib/net10.0/A";
    private const string Links = """{"documents":{"/_/*":"https://host/owner/a/0123/*"}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
    private string _manifest = """
        <package xmlns="any"><metadata><id>A</id><version>1.0.0</version><license type="expression">MIT</license><readme>README.md</readme>
        <dependencies><group><dependency id="B" version="2.0.0" /></group></dependencies></metadata></package>
        """;

    [TestInitialize]
    public void FillThePackage()
    {
        foreach (string name in (string[])["README.md", "LICENSE", "CHANGELOG.md", $"{Library}.xml"])
        {
            _entries[name] = "text"u8.ToArray();
        }

        Compile(Links, ("/_/A.cs", false));
    }

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void AWholePackageHasNoFault()
    {
        PackageInspection inspection = Inspect();
        Assert.IsEmpty(inspection.Faults, string.Join('\n', inspection.Faults));
        Assert.AreEqual("A 1.0.0: sources at https://host/owner/a/0123/*", inspection.ToString());
    }

    [TestMethod]
    public void SourcesMayBeInTheSymbolsInstead()
    {
        Compile(links: null, ("/_/A.cs", true), ("/_1/generated/B.cs", true));
        PackageInspection inspection = Inspect();
        Assert.IsEmpty(inspection.Faults, string.Join('\n', inspection.Faults));
        Assert.AreEqual("A 1.0.0: sources in the symbols", inspection.ToString());
    }

    [TestMethod]
    public void SourcesThatNobodyFindsAreAFault()
    {
        Compile(links: null, ("/_/A.cs", true), ("/_/B.cs", false), ("/_/C.cs", false));
        ExpectFault("neither hold nor link 2 sources, such as '/_/B.cs'");
        Compile(Links, ("/_/A.cs", false), ("/_1/B.cs", false));
        ExpectFault("neither hold nor link 1 sources, such as '/_1/B.cs'");
        Compile(Links);
        ExpectFault("no source");
    }

    [TestMethod]
    public void PathsOfTheMachineAreAFault()
    {
        Compile(links: null, ("C:\\checkout\\A.cs", true));
        ExpectFault("paths of a machine, such as 'C:\\checkout\\A.cs'");
        Compile(Links, "/_/A.cs", pathOfSymbols: $"/_{Machine}/A.pdb");
        Assert.IsEmpty(Inspect().Faults);
        Compile(Links, "/_/A.cs", pathOfSymbols: $"{Machine}/A.pdb");
        ExpectFault($"'{Library}.dll' names the folder it was built in");
        Compile(Links, ("/_/A.cs", false));
        _entries["README.md"] = Encoding.Unicode.GetBytes($"See .{Machine}, {Machine}2 and a{Machine}/docs");
        Assert.IsEmpty(Inspect().Faults);
        _entries["README.md"] = Encoding.Unicode.GetBytes($"See {Machine}/docs");
        ExpectFault("'README.md' names the folder it was built in");
    }

    [TestMethod]
    public void SymbolsOfAnotherBuildAreAFault()
    {
        byte[] assembly = _entries[$"{Library}.dll"];
        Compile(Links, ("/_/A.cs", false), ("/_/B.cs", false));
        _entries[$"{Library}.dll"] = assembly;
        ExpectFault("symbols are of another build");
    }

    [TestMethod]
    public void ABuildThatCannotBeRepeatedIsAFault()
    {
        Compile(Links, "/_/A.cs", deterministic: false);
        ExpectFault("deterministic");
    }

    [TestMethod]
    [DataRow("README.md")]
    [DataRow("LICENSE")]
    [DataRow("CHANGELOG.md")]
    [DataRow($"{Library}.dll")]
    [DataRow($"{Library}.xml")]
    [DataRow($"{Library}.pdb")]
    public void AMissingFileIsAFault(string name)
    {
        _entries.Remove(name);
        ExpectFault($"expected '{name}', found none");
    }

    [TestMethod]
    [DataRow("<readme>README.md</readme>", "", "readme: expected 'README.md', got ''")]
    [DataRow("MIT", "GPL", "license: expected 'MIT', got 'GPL'")]
    [DataRow("id=\"B\"", "id=\"C\"", "depends on C 2.0.0")]
    [DataRow("\"2.0.0\"", "\"1.0.0\"", "depends on B 1.0.0")]
    public void AWrongManifestIsAFault(string right, string wrong, string fault)
    {
        _manifest = _manifest.Replace(right, wrong);
        ExpectFault(fault);
    }

    private void ExpectFault(string text)
    {
        ImmutableArray<string> faults = Inspect().Faults;
        Assert.HasCount(1, faults, string.Join('\n', faults));
        StringAssert.Contains(faults[0], text);
    }

    private PackageInspection Inspect()
    {
        string path = Path.Combine(_folder, "A.1.0.0.nupkg");
        Zip(path, _entries.Where(entry => !entry.Key.EndsWith(".pdb")).Append(new("A.nuspec", Encoding.UTF8.GetBytes(_manifest))));
        Zip(
            Path.ChangeExtension(path, ".snupkg"),
            _entries.Where(entry => entry.Key.EndsWith(".pdb")).Append(new("A.nuspec", "symbols"u8.ToArray())));
        return PackageInspection.Of(PackageFile.Read(path), [new("A", "1.0.0"), new("B", "2.0.0")], Machine);
    }

    private static void Zip(string path, IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        File.Delete(path);
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in entries)
        {
            using Stream stream = archive.CreateEntry(name).Open();
            stream.Write(content);
        }
    }

    private void Compile(string? links, params (string Path, bool Embedded)[] sources) =>
        Compile(links, sources, pathOfSymbols: "/_/A.pdb", deterministic: true);

    private void Compile(string? links, string source, string pathOfSymbols = "/_/A.pdb", bool deterministic = true) =>
        Compile(links, [(source, false)], pathOfSymbols, deterministic);

    /// <summary>Puts an empty assembly and its symbols into the package, as a compiler writes them.</summary>
    private void Compile(string? links, (string Path, bool Embedded)[] sources, string pathOfSymbols, bool deterministic)
    {
        var debug = new MetadataBuilder();
        foreach ((string path, bool embedded) in sources)
        {
            DocumentHandle document = debug.AddDocument(debug.GetOrAddDocumentName(path), default, default, default);
            if (embedded)
            {
                AddInformation(document, new("0E8A571B-6926-466E-B4AD-8AB04611F5FE"), [0, 0, 0, 0, (byte)'x']);
            }
        }

        if (links is not null)
        {
            AddInformation(EntityHandle.ModuleDefinition, new("CC110556-A091-4D38-9FEC-25AB9A351A6A"), Encoding.UTF8.GetBytes(links));
        }

        var symbols = new BlobBuilder();
        var portable = new PortablePdbBuilder(debug, ImmutableArray.Create(new int[64]), default, Hash);
        BlobContentId id = portable.Serialize(symbols);

        var metadata = new MetadataBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("A.dll"), metadata.GetOrAddGuid(new(1, 2, 3, new byte[8])), default, default);
        metadata.AddTypeDefinition(
            default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        var directory = new DebugDirectoryBuilder();
        directory.AddCodeViewEntry(pathOfSymbols, id, portable.FormatVersion);
        if (deterministic)
        {
            directory.AddReproducibleEntry();
        }

        var assembly = new BlobBuilder();
        new ManagedPEBuilder(
            PEHeaderBuilder.CreateLibraryHeader(), new(metadata), ilStream: new(), debugDirectoryBuilder: directory,
            deterministicIdProvider: Hash)
            .Serialize(assembly);
        (_entries[$"{Library}.dll"], _entries[$"{Library}.pdb"]) = (assembly.ToArray(), symbols.ToArray());

        void AddInformation(EntityHandle parent, Guid kind, byte[] value) =>
            debug.AddCustomDebugInformation(parent, debug.GetOrAddGuid(kind), debug.GetOrAddBlob(value));

        static BlobContentId Hash(IEnumerable<Blob> content) => BlobContentId.FromHash(
            System.Security.Cryptography.SHA256.HashData([.. content.SelectMany(blob => blob.GetBytes().ToArray())]));
    }
}
