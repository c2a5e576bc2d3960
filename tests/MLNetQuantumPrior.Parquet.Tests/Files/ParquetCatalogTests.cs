using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class ParquetCatalogTests
{
    private static readonly MLContext Ml = new(1);

    private readonly ShardPlace _place = new();

    [TestCleanup]
    public void Delete() => _place.Dispose();

    [TestMethod]
    public void ValuesOfAllTypesComeBack()
    {
        IDataView table = Ml.Data.LoadFromEnumerable(new[]
        {
            new Everything { Byte = 200, Whole = -5, Long = long.MinValue, Flag = true, Text = "a;\n", Key = 2, Pair = [1, float.NaN] },
            new Everything { Real = double.NaN, Number = 0.1f, Day = new(2024, 2, 29, 1, 2, 3), Signed = -1, Card = uint.MaxValue },
        });
        Ml.Data.SaveAsParquet(table, _place["t.parquet"]);

        string[] read = Cells.Of(Ml.Data.LoadFromParquet(_place["t.parquet"]));
        Assert.AreEqual(
            "Byte:Int64;Whole:Int64;Long:Int64;Signed:Int64;Card:Int64;Flag:Boolean;Text:String;Number:Single;Real:Double;" +
            "Day:DateTime;Key:Int64;Pair.0:Single;Pair.1:Single",
            read[0]);
        Assert.AreEqual("200;-5;-9223372036854775808;0;0;True;a;\n;0;0;01/01/0001 00:00:00;3;1;NaN", read[1]);
        Assert.AreEqual("0;0;0;-1;4294967295;False;;0.1;NaN;02/29/2024 01:02:03;1;0;0", read[2]);
    }

    [TestMethod]
    public void AKeyIsItsValueAndAMissingOneIsMissing()
    {
        IDataView known = Ml.Data.LoadFromEnumerable([new Word { Text = "left" }, new Word { Text = "right" }]);
        IDataView table = Ml.Data.LoadFromEnumerable([new Word { Text = "right" }, new Word { Text = "up" }, new Word { Text = "left" }]);
        Ml.Data.SaveAsParquet(Ml.Transforms.Conversion.MapValueToKey("Text").Fit(known).Transform(table), _place["t.parquet"]);

        // The column of the same name that the key hides is left out.
        CollectionAssert.AreEqual(new[] { "Text:String", "right", "", "left" }, Cells.Of(Ml.Data.LoadFromParquet(_place["t.parquet"])));
    }

    [TestMethod]
    public void ColumnsThatParquetDoesNotGetAreNamed()
    {
        IDataView table = Ml.Data.LoadFromEnumerable([new Long()]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Ml.Data.SaveAsParquet(table, _place["t.parquet"])).Message,
            "Column 'Huge'");
        Assert.IsEmpty(_place.Files());
    }

    [TestMethod]
    public void TwoColumnsOfOneNameAreAnError()
    {
        IDataView table = Ml.Data.LoadFromEnumerable([new Same()]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Ml.Data.SaveAsParquet(table, _place["t.parquet"])).Message,
            "'Pair.0' more than once");
    }

    [TestMethod]
    public void AFolderOfDifferentTablesIsAnError()
    {
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable([new Everything()]), _place["1.parquet"]);
        Ml.Data.SaveAsParquet(Ml.Data.LoadFromEnumerable([new Single()]), _place["2.parquet"]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidDataException>(() => Ml.Data.LoadFromParquet(_place.Folder)).Message, "2.parquet");
        Assert.ThrowsExactly<FileNotFoundException>(() => Ml.Data.LoadFromParquet(_place["none"]));
    }

    private sealed class Everything
    {
        public byte Byte { get; set; }

        public int Whole { get; set; }

        public long Long { get; set; }

        public sbyte Signed { get; set; }

        public uint Card { get; set; }

        public bool Flag { get; set; }

        public string Text { get; set; } = "";

        public float Number { get; set; }

        public double Real { get; set; }

        public DateTime Day { get; set; }

        [KeyType(3)]
        public uint Key { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [0, 0];
    }

    private sealed class Word
    {
        public string Text { get; set; } = "";
    }

    private sealed class Long
    {
        public ulong Huge { get; set; }
    }

    private sealed class Single
    {
        public float Number { get; set; }
    }

    private sealed class Same
    {
        [VectorType(1)]
        public float[] Pair { get; set; } = [0];

        [ColumnName("Pair.0")]
        public float First { get; set; }
    }
}
