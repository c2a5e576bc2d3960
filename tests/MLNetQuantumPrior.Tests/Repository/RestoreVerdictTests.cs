using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class RestoreVerdictTests
{
    private const string Unknown =
        "/p/Probe.csproj : error NU1101: Unable to find package A.B. No packages exist with this id in source(s): feed";

    private const string NoVersion =
        """
        /p/Probe.csproj : error NU1102: Unable to find package A.B.C with version (>= 9.0.0)
        /p/Probe.csproj : error NU1102:   - Found 75 version(s) in feed [ Nearest version: 8.1.0 ]
        """;

    private const string NearVersion =
        "/p/Probe.csproj : warning NU1603: Probe depends on A.B (>= 5.0.0) but A.B 5.0.0 was not found. A.B 5.0.1 was resolved instead.";

    private const string Dead = "/p/Probe.csproj : error NU1301: Unable to load the service index for source feed.";

    private const string Downgrade = "/p/Probe.csproj : error NU1605: Detected package downgrade: A.B from 2.0.0 to 1.0.0.";

    private const string Restored = "  Restored /p/Probe.csproj (in 341 ms).";

    private const string Vulnerable = "/p/Probe.csproj : warning NU1903: Package 'A.B' 5.0.0 has a known high severity vulnerability";

    [TestMethod]
    [DataRow(0, Restored, nameof(RestoreOutcome.Real))]
    [DataRow(0, Vulnerable + "\n" + Restored, nameof(RestoreOutcome.Real))]
    [DataRow(1, Unknown, nameof(RestoreOutcome.Lacking))]
    [DataRow(1, NoVersion, nameof(RestoreOutcome.Lacking))]
    [DataRow(1, Unknown + "\n" + NoVersion, nameof(RestoreOutcome.Lacking))]
    [DataRow(0, NearVersion + "\n" + Restored, nameof(RestoreOutcome.Lacking))]
    [DataRow(1, Dead, nameof(RestoreOutcome.DeadFeed))]
    [DataRow(1, Unknown + "\n" + Dead, nameof(RestoreOutcome.DeadFeed))]
    [DataRow(1, Downgrade, nameof(RestoreOutcome.Unclear))]
    [DataRow(1, Unknown + "\n" + Downgrade, nameof(RestoreOutcome.Unclear))]
    [DataRow(1, "MSBUILD : error MSB1009: Project file does not exist.", nameof(RestoreOutcome.Unclear))]
    [DataRow(1, "", nameof(RestoreOutcome.Unclear))]
    [DataRow(137, Restored, nameof(RestoreOutcome.Unclear))]
    public void CodesDecide(int exitCode, string text, string outcome) =>
        Assert.AreEqual(outcome, RestoreVerdict.Read(new(exitCode, text)).Outcome.ToString());

    [TestMethod]
    public void TranslatedTextsDecideTheSame() =>
        Assert.AreEqual(RestoreOutcome.Lacking, RestoreVerdict.Read(new(1, "/p/P.csproj : error NU1101: Paket A.B fehlt.")).Outcome);

    [TestMethod]
    public void LackingPackagesAreNamedOnce()
    {
        string text = $"{Unknown}\n{Unknown}\n{NoVersion}";
        CollectionAssert.AreEqual(new[] { "A.B", "A.B.C" }, RestoreVerdict.Read(new(1, text)).Lacking.ToArray());
        CollectionAssert.AreEqual(new[] { "A.B" }, RestoreVerdict.Read(new(0, NearVersion)).Lacking.ToArray());
    }
}
