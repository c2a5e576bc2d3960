using System.Text;

namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class CsvDialectTests
{
    [TestMethod]
    [DataRow("a,b\n1,2\n", ',')]
    [DataRow("a;b\n1,5;2,5\n3;4,25\n", ';')]
    [DataRow("a;b\n1,5;2,5\n3,5;4,25\n", ';', DisplayName = "as many commas as semicolons, but not in the header")]
    [DataRow("a\tb\nx, y\t2\n", '\t')]
    [DataRow("a|b\n1|2\n", '|')]
    [DataRow("a\n1\n2\n", ',', DisplayName = "one column")]
    [DataRow("\"a;b\",c\n\"1;2\",3\n", ',', DisplayName = "in quotes it separates nothing")]
    [DataRow("a,b;c\n1,2\n1,3\n", ',', DisplayName = "cut into equally many")]
    public void FindsTheSeparator(string text, char expected) => Assert.AreEqual(expected, Of(text).Separator);

    [TestMethod]
    public void ASeparatorThatIsGivenIsTaken() => Assert.AreEqual(';', Of("a,b;c\n1,2;3\n", ';').Separator);

    [TestMethod]
    [DataRow("a,b\n1,2\n", "\n")]
    [DataRow("a,b\r\n1,2\r\n", "\r\n")]
    [DataRow("a,b", "\n")]
    public void FindsTheLineBreak(string text, string expected) => Assert.AreEqual(expected, Of(text).LineBreak);

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void FindsTheByteOrderMark(bool has) => Assert.AreEqual(has, Of("a,b\n", null, new UTF8Encoding(has)).HasByteOrderMark);

    [TestMethod]
    public void ABeginningThatIsCutOffMisleadsNoOne()
    {
        string row = string.Join(',', Enumerable.Range(0, 30));
        string text = string.Join('\n', Enumerable.Repeat(row, 5)) + $"\n\"{new string('x', 100_000)}\"\n";
        Assert.AreEqual(',', Of(text).Separator);
    }

    private static CsvDialect Of(string text, char? separator = null, Encoding? encoding = null)
    {
        encoding ??= new UTF8Encoding(false);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        return CsvDialect.Of(() => new(new MemoryStream(bytes)), separator);
    }
}
