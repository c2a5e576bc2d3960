using MLNetQuantumPrior.Experiments;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class ResultTableTests
{
    public static IEnumerable<object[]> Pages => TrackedFiles.All
        .Where(path => path == "README.md" || (path.StartsWith("docs/", StringComparison.Ordinal) && Path.GetExtension(path) == ".md"))
        .Select(path => new object[] { path });

    [TestMethod]
    [DynamicData(nameof(Pages))]
    public void TablesOfAPageAreThoseOfTheResults(string page)
    {
        string text = File.ReadAllText(TrackedFiles.FullPath(page));
        Assert.AreEqual(
            MarkedTables.Renew(text, name => MarkedTables.ReadFrom(TrackedFiles.Root, name)),
            text,
            $"{page}: the command 'render' of MLNetQuantumPrior.Experiments renews it.");
        Assert.AreEqual(
            text.Split("<!-- results:").Length, text.Split("<!-- /results -->").Length, $"{page}: a marker of results is not closed.");
    }
}
