using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tool.Tests;

[TestClass]
public sealed class CsvTableTests
{
    [TestMethod]
    [DataRow("1,-2,0,9007199254740993", "Int64")]
    [DataRow("1,,3", "Double", DisplayName = "whole numbers with a missing cell")]
    [DataRow("1,,9007199254740993", "String", DisplayName = "whole numbers that a Double would round")]
    [DataRow("1.50,2,-0.5,1e3,.5", "Double")]
    [DataRow("00123,04567", "String", DisplayName = "digits with leading zeros are names")]
    [DataRow("0,1,10", "Int64", DisplayName = "zero is a number")]
    [DataRow("+49123,+49456", "String", DisplayName = "telephone numbers")]
    [DataRow("12345678901234567890,12345678901234567891", "String", DisplayName = "too long for a number")]
    [DataRow("1,2,x", "String")]
    [DataRow("1e999,2", "String", DisplayName = "infinite")]
    [DataRow("1.,2", "String")]
    [DataRow("NaN,1", "String", DisplayName = "no missing word unless it is given")]
    [DataRow("true,false", "Boolean")]
    [DataRow("TRUE,FALSE", "Boolean")]
    [DataRow("true,,false", "String", DisplayName = "a Boolean is never missing in ML.NET")]
    [DataRow("true,FALSE", "String")]
    [DataRow("yes,no", "String")]
    [DataRow("2024-01-31,1999-12-01", "DateTime")]
    [DataRow("2024-01-31,,1999-12-01", "DateTime")]
    [DataRow("2024-01-31T10:00:00Z,2024-02-01T00:00:00Z", "DateTime")]
    [DataRow("2024-01-31 10:00,2024-02-01 00:00", "DateTime")]
    [DataRow("31.01.2024,1.2.2024", "DateTime")]
    [DataRow("31/01/2024,01/02/2024", "DateTime")]
    [DataRow("01/31/2024,01/02/2024", "DateTime")]
    [DataRow("2024-02-30,2024-01-01", "String", DisplayName = "no such day")]
    [DataRow("01/02/2024,03/04/2024", "String", DisplayName = "the day or the month first")]
    [DataRow(",", "String", DisplayName = "all missing")]
    public void FindsTheTypeOfAColumn(string cells, string expected)
    {
        using var place = new Workplace();
        Assert.AreEqual(expected, TypeOf(place, $"a;b\n{string.Join('\n', cells.Split(',').Select(cell => $"{cell};x"))}\n"));
    }

    [TestMethod]
    public void LooksAtTheWholeFile()
    {
        using var place = new Workplace();
        Assert.AreEqual("String", TypeOf(place, "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 20_000)) + "x,2\n"));
    }

    [TestMethod]
    [DataRow("a;b\n1,5;x\n-2,25;x\n", "Double")]
    [DataRow("a;b\n1,5;x\n2.5;x\n", "String", DisplayName = "a comma and a point")]
    [DataRow("a,b\n\"1,5\",x\n", "String", DisplayName = "between commas it is none")]
    public void ACommaIsADecimalOneBetweenSemicolons(string text, string expected)
    {
        using var place = new Workplace();
        Assert.AreEqual(expected, TypeOf(place, text));
    }

    [TestMethod]
    public void WordsForMissingCellsAreAnOption()
    {
        using var place = new Workplace();
        Assert.AreEqual("Double", TypeOf(place, "a,b\n1,x\nNA,x\nnull,x\n,x\n", new(null, ["NA", "null"], [])));
    }

    [TestMethod]
    public void AFormatOfDatesSaysWhatComesFirst()
    {
        using var place = new Workplace();
        TableFile file = Read(place, "a,b\n01/02/2024,x\n", new(null, [], ["dd/MM/yyyy"]));
        Assert.AreEqual(new DateTime(2024, 2, 1), file.Table.GetColumn<DateTime>("a").Single());
    }

    [TestMethod]
    public void AmbiguousDatesAreNoted()
    {
        using var place = new Workplace();
        var notes = new List<string>();
        TableFile.Read(place.Write("in.csv", "When,b\n01/02/2024,x\n"), CellSettings.None, null, notes.Add, default);
        StringAssert.Contains(notes.Single(), "'When'");
        StringAssert.Contains(notes.Single(), "--date-format");
    }

    [TestMethod]
    public void ReadsValues()
    {
        using var place = new Workplace();
        TableFile file = Read(place, "n;x;t;d;f\n1;1,5;;31.12.2024;true\n-2;;a;;false\n", CellSettings.None);
        CollectionAssert.AreEqual(new long[] { 1, -2 }, file.Table.GetColumn<long>("n").ToArray());
        CollectionAssert.AreEqual(new[] { 1.5, double.NaN }, file.Table.GetColumn<double>("x").ToArray());
        CollectionAssert.AreEqual(
            new[] { "", "a" }, file.Table.GetColumn<ReadOnlyMemory<char>>("t").Select(text => text.ToString()).ToArray());
        CollectionAssert.AreEqual(new[] { new DateTime(2024, 12, 31), default }, file.Table.GetColumn<DateTime>("d").ToArray());
        CollectionAssert.AreEqual(new[] { true, false }, file.Table.GetColumn<bool>("f").ToArray());
    }

    [TestMethod]
    [DataRow("a,b\n1,2\n3\n", "line 3: expected 2 values", DisplayName = "too few")]
    [DataRow("a,b\n1,2\n\"x\ny\",2\n3,4,5\n", "line 5: expected 2 values", DisplayName = "too many, behind two lines in quotes")]
    [DataRow("a,a\n1,2\n", "'a' twice")]
    [DataRow("", "expected a header")]
    [DataRow("a,b\n1,\"2\n", "line 2: expected the quote")]
    public void WhatIsNoTableIsAnErrorWithTheFileAndTheLine(string text, string expected)
    {
        using var place = new Workplace();
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(() => Read(place, text, new(',', [], [])));
        StringAssert.Contains(error.Message, expected);
        StringAssert.Contains(error.Message, "in.csv");
    }

    [TestMethod]
    public void OtherEncodingsAreAnErrorThatSaysWhatToDo()
    {
        using var place = new Workplace();
        File.WriteAllBytes(place["in.csv"], [.. "Stra"u8, 0xDF, .. "e,b\n1,2\n"u8]);
        InvalidDataException error = Assert.ThrowsExactly<InvalidDataException>(
            () => TableFile.Read(place["in.csv"], CellSettings.None, null, _ => { }, default));
        StringAssert.Contains(error.Message, "UTF-8");
    }

    private static string TypeOf(Workplace place, string text, CellSettings? settings = null)
    {
        DataViewSchema schema = Read(place, text, settings ?? CellSettings.None).Table.Schema;
        return schema[0].Type.RawType == typeof(ReadOnlyMemory<char>) ? "String" : schema[0].Type.RawType.Name;
    }

    private static TableFile Read(Workplace place, string text, CellSettings settings) =>
        TableFile.Read(place.Write("in.csv", text), settings, null, _ => { }, default);
}
