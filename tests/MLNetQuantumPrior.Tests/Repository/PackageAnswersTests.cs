using System.Xml.Linq;
using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class PackageAnswersTests
{
    private static readonly PackageGroup Group = new("A", "APackages", ["A", "A.B"]);
    private static readonly WantedPackage[] Wanted = [new("A", "1.0.0"), new("A.B", "2.0.0")];

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.g.props");

    [TestCleanup]
    public void Delete() => File.Delete(_file);

    [TestMethod]
    [DataRow(true, null)]
    [DataRow(false, "/packages; $(odd) 100%/é")]
    public void AnswersAreReadBackAsWritten(bool real, string? source)
    {
        var written = new PackageAnswers([new(Group, Wanted, real, "the feed has no A & B")], source);
        written.Write(_file);
        PackageAnswers? read = Read(Wanted);
        Assert.IsNotNull(read);
        Assert.AreEqual(written.ToString(), read.ToString());
        Assert.AreEqual(written.All.Single(), read.All.Single());
        Assert.AreEqual(source, read.Source);
    }

    [TestMethod]
    public void OnlyOfflineGroupsAreReplaced()
    {
        Write(real: false);
        CollectionAssert.AreEqual(Group.Ids.ToArray(), Replaced());
        Write(real: true);
        CollectionAssert.AreEqual(Array.Empty<string>(), Replaced());

        string[] Replaced() => [.. XDocument.Load(_file).Descendants("OfflinePackage").Select(e => (string)e.Attribute("Include")!)];
    }

    [TestMethod]
    public void AnswersAboutOtherVersionsAreForgotten()
    {
        Write(real: true);
        Assert.IsNotNull(Read(Wanted));
        Assert.IsNull(Read([Wanted[0], new("A.B", "2.0.1")]));
        Assert.IsNull(Read([Wanted[0]]));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("<Project>")]
    [DataRow("<Project><PropertyGroup><APackages>perhaps</APackages></PropertyGroup></Project>")]
    public void DamagedFilesAreForgotten(string content)
    {
        File.WriteAllText(_file, content);
        Assert.IsNull(Read(Wanted));
    }

    [TestMethod]
    public void AnEqualAnswerLeavesTheFileAlone()
    {
        Write(real: true);
        DateTime old = DateTime.UnixEpoch;
        File.SetLastWriteTimeUtc(_file, old);
        Write(real: true);
        Assert.AreEqual(old, File.GetLastWriteTimeUtc(_file));
        Write(real: false);
        Assert.AreNotEqual(old, File.GetLastWriteTimeUtc(_file));
    }

    private void Write(bool real) => new PackageAnswers([new(Group, Wanted, real, "of a test")], Source: null).Write(_file);

    private PackageAnswers? Read(WantedPackage[] wanted) =>
        PackageAnswers.Read(_file, new Dictionary<PackageGroup, IReadOnlyList<WantedPackage>> { [Group] = wanted });
}
