namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class CsvReaderTests
{
    [TestMethod]
    [DataRow("a,b\n1,2\n", "a|b#1|2", DisplayName = "plain")]
    [DataRow("a,b\r\n1,2\r\n", "a|b#1|2", DisplayName = "CRLF")]
    [DataRow("a,b\r1,2", "a|b#1|2", DisplayName = "CR, and no line break at the end")]
    [DataRow("\"a,b\",c\n", "a,b|c", DisplayName = "separator in quotes")]
    [DataRow("\"say \"\"no\"\"\",c\n", "say \"no\"|c", DisplayName = "doubled quotes")]
    [DataRow("\"\"\"\",\"\"\n", "\"|", DisplayName = "a quote alone, and empty quotes")]
    [DataRow("\"two\nlines\",c\n", "two\nlines|c", DisplayName = "line break in quotes")]
    [DataRow("\"two\r\nlines\",c\n", "two\r\nlines|c", DisplayName = "CRLF in quotes")]
    [DataRow("5\" pipe,c\n", "5\" pipe|c", DisplayName = "a quote within a value")]
    [DataRow(" a , \" b \" ,c\n", "a| b |c", DisplayName = "blanks around values")]
    [DataRow("a,b\n\n1,2\n\n\n", "a|b#1|2", DisplayName = "blank lines")]
    [DataRow("a\n\"\"\nb\n", "a##b", DisplayName = "a missing cell of a table of one column")]
    [DataRow("a,\n,\n", "a|#|", DisplayName = "empty values")]
    public void ReadsRecords(string text, string expected) => Assert.AreEqual(expected, string.Join('#', Records(text)));

    [TestMethod]
    public void ValuesAndRecordsMayBeLongerThanItsBuffers()
    {
        string value = new('x', 100_000);
        string[] records = Records($"{value},\"{value}\"\n{value},b\n");
        CollectionAssert.AreEqual(new[] { $"{value}|{value}", $"{value}|b" }, records);
    }

    [TestMethod]
    public void NumbersTheLinesOnWhichRecordsBegin()
    {
        var reader = new CsvReader(new StringReader("a\n\"1\n2\r\n3\"\n\nb\n"), ',');
        var lines = new List<long>();
        while (reader.Read())
        {
            lines.Add(reader.Line);
        }

        CollectionAssert.AreEqual(new long[] { 1, 2, 6 }, lines);
    }

    [TestMethod]
    [DataRow("a,b\n1,\"2\n", "line 2", DisplayName = "not closed")]
    [DataRow("a,b\n\"1\"2,3\n", "line 2", DisplayName = "something behind quotes")]
    public void WrongQuotesAreAnErrorOfALine(string text, string expected) =>
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => Records(text)).Message, expected);

    private static string[] Records(string text)
    {
        var reader = new CsvReader(new StringReader(text), ',');
        var records = new List<string>();
        while (reader.Read())
        {
            records.Add(string.Join('|', Enumerable.Range(0, reader.Count).Select(k => reader[k].ToString())));
        }

        return [.. records];
    }
}
