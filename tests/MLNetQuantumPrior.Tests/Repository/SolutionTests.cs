using System.Text.RegularExpressions;
using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class SolutionTests
{
    [TestMethod]
    public void HoldsEveryProductTestAndSampleAndNothingOfEng()
    {
        string solution = File.ReadAllText(TrackedFiles.FullPath("MLNetQuantumPrior.sln"));
        string[] listed = [.. Regex.Matches(solution, @"""([^""]+\.csproj)""").Select(m => m.Groups[1].Value.Replace('\\', '/'))];
        string[] expected = [.. TrackedFiles.Projects.Where(path => !path.StartsWith("eng/", StringComparison.Ordinal))];
        AssertSame(expected, listed, "MLNetQuantumPrior.sln");
    }

    [TestMethod]
    public void EveryPackageOfAGroupHasAStandInAndEveryStandInAGroup()
    {
        string[] standIns = [.. TrackedFiles.Projects.Where(path => path.StartsWith("eng/offline/", StringComparison.Ordinal))];
        string[] expected = [.. PackageGroup.All.SelectMany(group => group.Ids).Select(id => $"eng/offline/{id}/{id}.csproj")];
        AssertSame(expected, standIns, "eng/offline, for the groups in eng/Build/Packages/PackageGroup.cs");
    }

    private static void AssertSame(string[] expected, string[] actual, string where)
    {
        Assert.IsEmpty(expected.Except(actual), $"{where}: lacks {string.Join(", ", expected.Except(actual))}.");
        Assert.IsEmpty(actual.Except(expected), $"{where}: should not hold {string.Join(", ", actual.Except(expected))}.");
    }
}
