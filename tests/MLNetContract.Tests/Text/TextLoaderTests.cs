using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetContract.Tests.Text;

[TestClass]
public sealed class TextLoaderTests : IDisposable
{
    private static readonly TextLoader.Column s_number = new("Number", DataKind.Int32, 0);
    private static readonly TextLoader.Column s_text = new("Text", DataKind.String, 1);
    private static readonly TextLoader.Column s_pair = new("Pair", DataKind.Single, 2, 3);

    private readonly MLContext _ml = new(seed: 1);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.txt");

    public void Dispose() => File.Delete(_file);

    [TestMethod]
    public void FieldsBecomeColumns()
    {
        IDataView data = Load("1\ta\t0.5\t-2e1\n2\tb c\t3\t4\n", s_number, s_text, s_pair);
        CollectionAssert.AreEqual(new[] { "Number: Int32", "Text: String", "Pair: Vector<Single, 2>" }, Schema(data));
        CollectionAssert.AreEqual(new[] { 1, 2 }, data.GetColumn<int>("Number").ToArray());
        CollectionAssert.AreEqual(new[] { "a", "b c" }, data.GetColumn<string>("Text").ToArray());
        CollectionAssert.AreEqual(new float[] { 0.5f, -20, 3, 4 }, Flat(data, "Pair"));
    }

    [TestMethod]
    public void NothingIsKnownOfTheRowsBeforeTheyAreRead()
    {
        IDataView data = Load("1\ta\n2\tb\n3\tc", s_number, s_text);
        Assert.IsNull(data.GetRowCount());
        Assert.IsFalse(data.CanShuffle);
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Text"]]);
        Assert.IsFalse(cursor.IsColumnActive(data.Schema["Number"]));
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        for (long i = 0; cursor.MoveNext(); i++)
        {
            DataViewRowId id = default;
            getId(ref id);
            Assert.IsTrue(ids.Add(id));
            Assert.AreEqual(i, cursor.Position);
        }
        Assert.HasCount(3, ids);
    }

    [TestMethod]
    public void AFileIsReadAnewByEachCursor()
    {
        IDataView data = Load("1\n2\n", s_number);
        CollectionAssert.AreEqual(new[] { 1, 2 }, data.GetColumn<int>("Number").ToArray());
        File.WriteAllText(_file, "3\n");
        CollectionAssert.AreEqual(new[] { 3 }, data.GetColumn<int>("Number").ToArray());
    }

    [TestMethod]
    public void CommentsAndEmptyLinesAreNoRows() => CollectionAssert.AreEqual(new[] { 1, 2, 3 },
        Load("# of the file\n// another\n\n1\n//between\n\n2\r\n3", s_number).GetColumn<int>("Number").ToArray());

    [TestMethod]
    public void AHeaderNamesTheSlotsOfVectors()
    {
        File.WriteAllText(_file, "n,t, first ,second\n1,a,2,3");
        var options = new TextLoader.Options { Columns = [s_number, s_text, s_pair], Separators = [','], HasHeader = true };
        IDataView data = _ml.Data.LoadFromTextFile(_file, options);
        Assert.AreEqual(1, data.GetColumn<int>("Number").Single());
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema["Pair"].GetSlotNames(ref names);
        CollectionAssert.AreEqual(new[] { "first", "second" }, names.DenseValues().Select(n => n.ToString()).ToArray());
        Assert.AreEqual(0, data.Schema["Number"].Annotations.Schema.Count);
        IDataView withoutSample = _ml.Data.LoadFromTextFile(_file, options.Columns, ',', hasHeader: true);
        Assert.AreEqual(1, withoutSample.GetColumn<int>("Number").Single());
        Assert.IsFalse(withoutSample.Schema["Pair"].HasSlotNames());
    }

    [TestMethod]
    public void QuotesKeepSeparatorsAndQuotes()
    {
        const string lines = "1,\"a, b\"\n2,\"say \"\"hi\"\"\"\n3, \"spaces around\" \n4,\"\"\n5,un\"quoted";
        IDataView data = Load(lines, ',', hasHeader: false, allowQuoting: true, s_number, s_text);
        string[] expected = ["a, b", "say \"hi\"", "spaces around", "", "un\"quoted"];
        CollectionAssert.AreEqual(expected, data.GetColumn<string>("Text").ToArray());
        IDataView raw = Load("1,\"a\"", ',', hasHeader: false, allowQuoting: false, s_number, s_text);
        Assert.AreEqual("\"a\"", raw.GetColumn<string>("Text").Single());
    }

    [TestMethod]
    public void AQuotedFieldWithRubbishBehindItIsEmpty() => Assert.AreEqual("",
        Load("1,\"a\"b", ',', hasHeader: false, allowQuoting: true, s_number, s_text).GetColumn<string>("Text").Single());

    [TestMethod]
    public void QuotedFieldsMaySpanLines()
    {
        var options = new TextLoader.Options
        {
            Columns = [s_number, s_text], Separators = [','], AllowQuoting = true, ReadMultilines = true,
        };
        File.WriteAllText(_file, "1,\"two\nlines\"\n2,one");
        IDataView data = _ml.Data.LoadFromTextFile(_file, options);
        CollectionAssert.AreEqual(new[] { "two\nlines", "one" }, data.GetColumn<string>("Text").ToArray());
    }

    [TestMethod]
    public void LeadingSpacesDoNotCountAndTrailingOnesDoUnlessTrimmed()
    {
        File.WriteAllText(_file, "1,  a  \n");
        var options = new TextLoader.Options { Columns = [s_number, s_text], Separators = [','] };
        Assert.AreEqual("a  ", _ml.Data.LoadFromTextFile(_file, options).GetColumn<string>("Text").Single());
        options.TrimWhitespace = true;
        Assert.AreEqual("a", _ml.Data.LoadFromTextFile(_file, options).GetColumn<string>("Text").Single());
    }

    [TestMethod]
    public void SeveralSeparatorsAndRowsUpToALimit()
    {
        File.WriteAllText(_file, "1;a\n2|b\n3;c\n");
        var options = new TextLoader.Options { Columns = [s_number, s_text], Separators = [';', '|'], MaxRows = 2 };
        CollectionAssert.AreEqual(new[] { "a", "b" }, _ml.Data.LoadFromTextFile(_file, options).GetColumn<string>("Text").ToArray());
    }

    [TestMethod]
    public void AnEmptyOrMissingRealIsZeroUnlessAskedForNaN()
    {
        File.WriteAllText(_file, "1,,\n2,?,NaN\n3,na,N/A\n4");
        TextLoader.Column pair = new("Pair", DataKind.Single, 1, 2);
        var options = new TextLoader.Options { Columns = [pair, new("One", DataKind.Double, 1)], Separators = [','] };
        float[] nan = [float.NaN, float.NaN, float.NaN, float.NaN];
        IDataView data = _ml.Data.LoadFromTextFile(_file, options);
        CollectionAssert.AreEqual((float[])[0, 0, .. nan, 0, 0], Flat(data, "Pair"));
        CollectionAssert.AreEqual(new[] { 0, double.NaN, double.NaN, 0 }, data.GetColumn<double>("One").ToArray());
        options.MissingRealsAsNaNs = true;
        data = _ml.Data.LoadFromTextFile(_file, options);
        CollectionAssert.AreEqual((float[])[.. nan, .. nan], Flat(data, "Pair"));
        Assert.IsTrue(data.GetColumn<double>("One").All(double.IsNaN));
    }

    [TestMethod]
    public void ARealThatCannotBeReadIsNaNAndAnIntegerIsAnError()
    {
        Assert.AreEqual(float.NaN, Load("x", new TextLoader.Column("Real", DataKind.Single, 0)).GetColumn<float>("Real").Single());
        IDataView data = Load("1\nx", s_number);
        Exception error = Assert.Throws<Exception>(() => data.GetColumn<int>("Number").ToArray());
        StringAssert.Contains(error.ToString(), "Could not parse value x in line 2, column Number");
        Assert.AreEqual(0, Load("\t1", s_number).GetColumn<int>("Number").Single(), "an empty one is zero");
    }

    [TestMethod]
    public void TruthValuesHaveManyNames()
    {
        IDataView data = Load("1 0 true FALSE yes no t F + - y N", ' ', false, false, new TextLoader.Column("B", DataKind.Boolean, 0, 11));
        bool[] expected = [true, false, true, false, true, false, true, false, true, false, true, false];
        CollectionAssert.AreEqual(expected, data.GetColumn<bool[]>("B").Single());
    }

    [TestMethod]
    public void KeysAreCountedFromZeroInTheFile()
    {
        var column = new TextLoader.Column("Key", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(3));
        IDataView data = Load("0\n2\n3\n?\nx", column);
        Assert.AreEqual("Key: Key<UInt32, 0-2>", data.Schema["Key"].ToString());
        CollectionAssert.AreEqual(new uint[] { 1, 3, 0, 0, 0 }, data.GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void ARangeWithoutEndGoesToTheEndOfTheFile()
    {
        var rest = new TextLoader.Column("Rest", DataKind.Single, [new TextLoader.Range(1, null)]);
        var options = new TextLoader.Options { Columns = [s_number, rest], Separators = [','] };
        File.WriteAllText(_file, "0,1,2,3\n4,5,6,7");
        IDataView data = _ml.Data.LoadFromTextFile(_file, options);
        Assert.AreEqual("Rest: Vector<Single, 3>", data.Schema["Rest"].ToString());
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 5, 6, 7 }, Flat(data, "Rest"));
        Assert.Throws<ArgumentException>(() => _ml.Data.LoadFromTextFile(_file, options.Columns, ','), "without a sample");
        File.WriteAllText(_file, "0,1\n2");
        Assert.Throws<ArgumentException>(() => _ml.Data.LoadFromTextFile(_file, options), "lines of different lengths");
    }

    [TestMethod]
    public void AVariableRangeGoesToTheEndOfEachLine()
    {
        var rest = new TextLoader.Column("Rest", DataKind.Single, [new TextLoader.Range { Min = 1, VariableEnd = true }]);
        IDataView data = Load("0,1,2,3\n4,5", ',', false, false, rest);
        Assert.AreEqual("Rest: Vector<Single>", data.Schema["Rest"].ToString());
        CollectionAssert.AreEqual(new[] { 3, 1 }, data.GetColumn<float[]>("Rest").Select(r => r.Length).ToArray());
    }

    [TestMethod]
    public void ColumnsMayTakeSeveralRangesAndShareFields()
    {
        var mixed = new TextLoader.Column("Mixed", DataKind.Single, [new TextLoader.Range(3), new TextLoader.Range(0, 1)]);
        CollectionAssert.AreEqual(new float[] { 4, 1, 2 }, Flat(Load("1\t2\t3\t4", mixed, s_number), "Mixed"));
        var overlap = new TextLoader.Column("Overlap", DataKind.Single, [new TextLoader.Range(0, 2), new TextLoader.Range(1)]);
        Assert.Throws<Exception>(() => Load("1\t2\t3", overlap));
    }

    [TestMethod]
    public void ARangeOfOneFieldIsAVectorOfOne() => Assert.AreEqual("One: Vector<Single, 1>",
        Load("1", new TextLoader.Column("One", DataKind.Single, 0, 0)).Schema["One"].ToString());

    [TestMethod]
    public void WithoutColumnsALabelStandsBeforeTheFeatures()
    {
        File.WriteAllText(_file, "1\t2\t3\n");
        string[] expected = ["Label: Single", "Features: Vector<Single, 2>"];
        CollectionAssert.AreEqual(expected, Schema(_ml.Data.LoadFromTextFile(_file)));
    }

    [TestMethod]
    public void AClassNamesItsFields()
    {
        File.WriteAllText(_file, "id,x,y,label\n7,0.5,1.5,blue\n");
        IDataView data = _ml.Data.LoadFromTextFile<Row>(_file, separatorChar: ',', hasHeader: true);
        CollectionAssert.AreEquivalent(new[] { "Id: Int64", "Point: Vector<Single, 2>", "Colour: String" }, Schema(data));
        Row row = _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false).Single();
        Assert.AreEqual(7, row.Id);
        Assert.AreEqual("blue", row.Label);
        CollectionAssert.AreEqual(new[] { 0.5f, 1.5f }, row.Features);
        Assert.Throws<InvalidOperationException>(() => _ml.Data.LoadFromTextFile<Unmarked>(_file));
    }

    [TestMethod]
    public void ADecimalCommaIsReadWhereItIsSaid()
    {
        File.WriteAllText(_file, "1,5\t2\n");
        var options = new TextLoader.Options { Columns = [new("X", DataKind.Double, 0)], DecimalMarker = ',' };
        Assert.AreEqual(1.5, _ml.Data.LoadFromTextFile(_file, options).GetColumn<double>("X").Single());
        options.Separators = [','];
        Assert.Throws<Exception>(() => _ml.Data.LoadFromTextFile(_file, options), "ambiguous without quotes");
    }

    [TestMethod]
    public void ALoaderReadsSeveralFilesOneAfterTheOther()
    {
        TextLoader loader = _ml.Data.CreateTextLoader([s_number], hasHeader: true);
        IDataView data = loader.Load(new Texts(() => new StringReader("n\n1\n2"), () => new StringReader("n\n3")));
        Assert.AreEqual("Number: Int32", loader.GetOutputSchema()["Number"].ToString());
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, data.GetColumn<int>("Number").ToArray());
    }

    [TestMethod]
    public void LinesAreReadAsRowsAreAskedFor()
    {
        var endless = new EndlessReader();
        IDataView data = _ml.Data.CreateTextLoader([s_number]).Load(new Texts(() => endless));
        Assert.AreEqual(1000, _ml.Data.TakeRows(data, 1000).GetColumn<int>("Number").Count());
        Assert.IsLessThan(100_000, endless.LinesRead);
    }

    [TestMethod]
    public void AFileThatIsNotThereIsRefused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromTextFile(_file, [s_number]));

    private IDataView Load(string lines, params TextLoader.Column[] columns) => Load(lines, '\t', false, false, columns);

    private IDataView Load(string lines, char separator, bool hasHeader, bool allowQuoting, params TextLoader.Column[] columns)
    {
        File.WriteAllText(_file, lines);
        return _ml.Data.LoadFromTextFile(_file, columns, separator, hasHeader, allowQuoting);
    }

    private static string[] Schema(IDataView data) => [.. data.Schema.Select(c => c.ToString())];

    private static float[] Flat(IDataView data, string column) => [.. data.GetColumn<float[]>(column).SelectMany(v => v)];

    private sealed class Row
    {
        [LoadColumn(0)]
        public long Id { get; set; }

        [LoadColumn(1, 2), ColumnName("Point"), VectorType(2)]
        public float[] Features { get; set; }

        [LoadColumn(3), ColumnName("Colour")]
        public string Label { get; set; }
    }

    private sealed class Unmarked
    {
        public float Value { get; set; }
    }

    private sealed class Texts(params Func<TextReader>[] texts) : IMultiStreamSource
    {
        public int Count => texts.Length;

        public string GetPathOrNull(int index) => null;

        public Stream Open(int index) => throw new NotSupportedException("Text is read as text.");

        public TextReader OpenTextReader(int index) => texts[index]();
    }

    private sealed class EndlessReader : TextReader
    {
        public int LinesRead { get; private set; }

        public override string ReadLine() => (LinesRead++ % 10).ToString();
    }
}
