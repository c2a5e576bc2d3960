using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class LinkTests
{
    private static readonly Regex Link = new(@"\]\((?<path>[^)#:\s]*)(#(?<heading>[^)\s]+))?\)");

    public static IEnumerable<object[]> Pages =>
        TrackedFiles.All.Where(path => path.EndsWith(".md", StringComparison.Ordinal)).Select(path => new object[] { path });

    [TestMethod]
    [DynamicData(nameof(Pages))]
    public void LinksOfAPageLeadToFilesAndHeadings(string page)
    {
        foreach (Match link in Link.Matches(File.ReadAllText(TrackedFiles.FullPath(page))))
        {
            string target = link.Groups["path"].Length == 0 ? page : TrackedFiles.Relative(
                Path.GetFullPath(link.Groups["path"].Value, Path.GetDirectoryName(TrackedFiles.FullPath(page))!));
            Assert.IsTrue(
                TrackedFiles.All.Any(file => file == target || file.StartsWith(target + "/", StringComparison.Ordinal)),
                $"{page}: expected '{target}' for {link.Value}, found none.");
            if (link.Groups["heading"].Success)
            {
                CollectionAssert.Contains(Headings(target), link.Groups["heading"].Value, $"{page}: no such heading for {link.Value}.");
            }
        }
    }

    /// <summary>Names of a page's headings in links: small letters, hyphens for blanks, no punctuation.</summary>
    private static string[] Headings(string page) =>
    [
        .. File.ReadAllLines(TrackedFiles.FullPath(page)).Where(line => line.StartsWith('#'))
            .Select(line => Regex.Replace(line.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-')),
    ];
}
