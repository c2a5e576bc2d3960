using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class SolutionTests
{
    [TestMethod]
    public void HoldsEveryProject()
    {
        string solution = File.ReadAllText(TrackedFiles.FullPath("MLNetQuantumPrior.sln"));
        string[] listed = [.. Regex.Matches(solution, @"""([^""]+\.csproj)""").Select(m => m.Groups[1].Value.Replace('\\', '/'))];
        string[] expected = [.. TrackedFiles.Projects];
        Assert.IsEmpty(expected.Except(listed), $"MLNetQuantumPrior.sln lacks {string.Join(", ", expected.Except(listed))}.");
        Assert.IsEmpty(listed.Except(expected), $"MLNetQuantumPrior.sln should not hold {string.Join(", ", listed.Except(expected))}.");
    }
}
