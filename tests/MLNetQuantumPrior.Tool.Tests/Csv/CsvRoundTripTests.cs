using System.Globalization;
using System.Text;

namespace MLNetQuantumPrior.Tool.Tests;

/// <summary>A table that is read and written is the same file.</summary>
[TestClass]
public sealed class CsvRoundTripTests
{
    [TestMethod]
    [DataRow("a,b\n1,x\n-2,y\n", DisplayName = "whole numbers and text")]
    [DataRow("a,b\r\n1,x\r\n", DisplayName = "CRLF")]
    [DataRow("a;b\n1,50;x\n-0,25;y\n", DisplayName = "decimal commas, always two decimals")]
    [DataRow("a;b\n1.5;x\n10;y\n", DisplayName = "points between semicolons")]
    [DataRow("a\tb\n1.50\tx, y\n", DisplayName = "tabs")]
    [DataRow("a|b\n0.1|\"x|y\"\n", DisplayName = "bars")]
    [DataRow("a,b\n1.5,x\n12345.375,y\n3,z\n", DisplayName = "as many decimals as needed")]
    [DataRow("a,b\n12345.3,x\n0.123456789012,y\n", DisplayName = "no decimals that a Double makes up")]
    [DataRow("a,b\n1,x\n,y\n3,\n", DisplayName = "missing cells")]
    [DataRow("a,b\n1,x\nNA,y\n3,NA\n", DisplayName = "words for missing cells")]
    [DataRow("a,b\nTRUE,x\nFALSE,y\n", DisplayName = "true and false")]
    [DataRow("a,b\ntrue,x\n,y\n", DisplayName = "true and missing")]
    [DataRow("a,b\n2024-01-31,x\n,y\n", DisplayName = "dates")]
    [DataRow("a,b\n31.1.2024 10:05,x\n1.12.2024 00:00,y\n", DisplayName = "dates with the day first")]
    [DataRow("a,b\n2024-01-31T10:05:00Z,x\n", DisplayName = "points in time")]
    [DataRow("a,b\n2024-01-31 10:05:00.123,x\n", DisplayName = "milliseconds")]
    [DataRow("a,b\n00123,x\n04567,y\n", DisplayName = "leading zeros")]
    [DataRow("\"a\",\"b\"\n1,\"x\"\n2,\"y\"\n", DisplayName = "quotes as R writes them")]
    [DataRow("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n", DisplayName = "all in quotes")]
    [DataRow("a,b\n1,\"two\nlines\"\n2,\"say \"\"no\"\"\"\n3,\" blank\"\n", DisplayName = "quotes where needed")]
    [DataRow(",b\n1,x\n2,y\n", DisplayName = "a column without a name")]
    [DataRow("a\n\"\"\nb\n", DisplayName = "one column with a missing cell")]
    [DataRow("größe,b\n1,é\n", DisplayName = "letters of other languages")]
    [DataRow("a,b\n1e-7,x\n2.5,y\n", DisplayName = "powers of ten")]
    public void ReadingAndWritingGivesTheSameBytes(string text)
    {
        using var place = new Workplace();
        place.Write("in.csv", text);
        Copy(place, "in.csv", "out.csv");
        Assert.AreEqual(text.Replace("1e-7", "1E-07"), place.Text("out.csv"));
    }

    [TestMethod]
    public void AByteOrderMarkStays()
    {
        using var place = new Workplace();
        File.WriteAllText(place["in.csv"], "a,b\n1,x\n", new UTF8Encoding(true));
        Copy(place, "in.csv", "out.csv");
        CollectionAssert.AreEqual(File.ReadAllBytes(place["in.csv"]), File.ReadAllBytes(place["out.csv"]));
    }

    [TestMethod]
    [DataRow(0.1 + 0.2, 2, false, "0.3")]
    [DataRow(0.1 + 0.2, 2, true, "0.30")]
    [DataRow(1234567.125, 2, false, "1234567.12")]
    [DataRow(-0.001, 2, true, "0.00")]
    [DataRow(-0.001, 2, false, "0")]
    [DataRow(100.0, 0, false, "100")]
    [DataRow(1e20, 0, false, "100000000000000000000")]
    [DataRow(1e-9, 3, false, "0")]
    public void NumbersHaveTheDecimalsOfTheirColumn(double value, int decimals, bool areFixed, string expected)
    {
        var line = new StringBuilder();
        new NumberForm(decimals, areFixed).Write(value, line);
        Assert.AreEqual(expected, line.ToString());
    }

    [TestMethod]
    public void RandomNumbersOfUpToTenDecimalsComeBackAsTheyWere()
    {
        var random = new Random(1);
        for (int k = 0; k < 10_000; k++)
        {
            int decimals = random.Next(11);
            string text = (random.NextDouble() * Math.Pow(10, random.Next(5))).ToString($"F{decimals}", CultureInfo.InvariantCulture);
            var line = new StringBuilder();
            new NumberForm(decimals, AreDecimalsFixed: true).Write(double.Parse(text, CultureInfo.InvariantCulture), line);
            Assert.AreEqual(text, line.ToString());
        }
    }

    private static void Copy(Workplace place, string from, string to)
    {
        TableFile file = TableFile.Read(place[from], new(null, ["NA"], []), null, Assert.Fail, default);
        TableFile.Write(place[to], file.Table, file.Form, new Progress<long>(), default);
    }
}
