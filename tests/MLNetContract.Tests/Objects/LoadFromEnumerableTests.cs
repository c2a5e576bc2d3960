using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Objects;

[TestClass]
public sealed class LoadFromEnumerableTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void MembersBecomeColumnsOfTheirTypes()
    {
        DataViewSchema schema = _ml.Data.LoadFromEnumerable(new List<Everything>()).Schema;
        string[] expected =
        [
            "Boolean: Boolean", "Byte: Byte", "Double: Double", "Fixed: Vector<Single, 3>", "Id: DataViewRowId",
            "Image: Vector<Byte, 2, 3>", "Int: Int32", "Key: Key<UInt32, 0-3>", "Keys: Vector<Key<UInt32, 0-3>>", "Long: Int64",
            "Memory: String", "Open: Vector<Double>",
            "Renamed: Int16", "SByte: SByte", "Single: Single", "Span: TimeSpan", "Text: String", "Texts: Vector<String>", "UInt: UInt32",
            "ULong: UInt64", "UShort: UInt16", "VBuffer: Vector<Single, 5>",
        ];
        CollectionAssert.AreEqual(expected, schema.Select(c => c.ToString()).Order(StringComparer.Ordinal).ToArray());
    }

    [TestMethod]
    public void ValuesSurviveTheWayThere()
    {
        var row = new Everything
        {
            Boolean = true, Byte = 200, Double = 1e-300, Fixed = [1, 2, 3], Int = -5, Long = long.MinValue, SByte = -3, Short = -7,
            Single = 0.25f, Text = "héllo", Texts = ["a", null, "c"], UInt = 7, ULong = ulong.MaxValue, UShort = 65535,
            VBuffer = new(5, 1, [4], [2]),
            Memory = "memory".AsMemory(), Open = [1, 2], Span = TimeSpan.FromDays(2), Id = new DataViewRowId(1, 2),
        };
        IDataView view = _ml.Data.LoadFromEnumerable([row]);
        Assert.AreEqual(true, One<bool>(view, "Boolean"));
        Assert.AreEqual((byte)200, One<byte>(view, "Byte"));
        Assert.AreEqual(1e-300, One<double>(view, "Double"));
        Assert.AreEqual((sbyte)-3, One<sbyte>(view, "SByte"));
        Assert.AreEqual((short)-7, One<short>(view, "Renamed"));
        Assert.AreEqual(long.MinValue, One<long>(view, "Long"));
        Assert.AreEqual(ulong.MaxValue, One<ulong>(view, "ULong"));
        Assert.AreEqual("héllo", One<ReadOnlyMemory<char>>(view, "Text").ToString());
        Assert.AreEqual("memory", One<ReadOnlyMemory<char>>(view, "Memory").ToString());
        Assert.AreEqual(TimeSpan.FromDays(2), One<TimeSpan>(view, "Span"));
        Assert.AreEqual(new DataViewRowId(1, 2), One<DataViewRowId>(view, "Id"));
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, One<VBuffer<float>>(view, "Fixed").DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { "a", "", "c" },
            One<VBuffer<ReadOnlyMemory<char>>>(view, "Texts").DenseValues().Select(t => t.ToString()).ToArray());
        VBuffer<float> sparse = One<VBuffer<float>>(view, "VBuffer");
        Assert.IsFalse(sparse.IsDense);
        Assert.AreEqual(4, sparse.GetItemOrDefault(2));
    }

    [TestMethod]
    public void KeysInClassesStartAtZeroAndInColumnsAtOne()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new uint[] { 0, 3, 4, 99 }.Select(k => new Everything { Key = k }));
        CollectionAssert.AreEqual(new uint[] { 1, 4, 0, 0 }, view.GetColumn<uint>("Key").ToArray());
    }

    [TestMethod]
    public void MissingTextsAndArraysAreEmpty()
    {
        IDataView view = _ml.Data.LoadFromEnumerable([new Everything()]);
        Assert.AreEqual(0, One<ReadOnlyMemory<char>>(view, "Text").Length);
        Assert.AreEqual(0, One<VBuffer<double>>(view, "Open").Length);
    }

    [TestMethod]
    public void EachCursorEnumeratesAnew()
    {
        int enumerations = 0;
        IEnumerable<Numbered> Generate()
        {
            enumerations++;
            for (int i = 0; i < 5; i++)
                yield return new Numbered { Number = i };
        }

        IDataView view = _ml.Data.LoadFromEnumerable(Generate());
        Assert.AreEqual(0, enumerations);
        List<int> first = Rows.ReadAll<int>(view.Cursor("Number"), "Number");
        List<int> second = Rows.ReadAll<int>(view.Cursor("Number"), "Number");
        CollectionAssert.AreEqual(Enumerable.Range(0, 5).ToArray(), first);
        CollectionAssert.AreEqual(first, second);
        Assert.AreEqual(2, enumerations);
        Assert.IsNull(view.GetRowCount());
        Assert.AreEqual(3L, _ml.Data.LoadFromEnumerable(new[] { new Numbered(), new Numbered(), new Numbered() }).GetRowCount());
        Assert.IsFalse(view.CanShuffle);
    }

    [TestMethod]
    public void PositionsAndIdsCountRows()
    {
        IDataView view = Numbered.View(_ml, 3);
        using DataViewRowCursor cursor = view.Cursor("Number");
        ValueGetter<DataViewRowId> idGetter = cursor.GetIdGetter();
        Assert.AreEqual(-1, cursor.Position);
        var ids = new HashSet<DataViewRowId>();
        for (int i = 0; i < 3; i++)
        {
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(i, cursor.Position);
            DataViewRowId id = default;
            idGetter(ref id);
            Assert.IsTrue(ids.Add(id));
        }
        Assert.IsFalse(cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    public void InactiveColumnsAndWrongTypesAreRefused()
    {
        IDataView view = Numbered.View(_ml, 3);
        using DataViewRowCursor cursor = view.Cursor("Number");
        Assert.IsTrue(cursor.IsColumnActive(view.Schema["Number"]));
        Assert.IsFalse(cursor.IsColumnActive(view.Schema["Text"]));
        var inactive = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["Text"]));
        StringAssert.Contains(inactive.Message, "requested column not active");
        var wrong = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Number"]));
        Assert.AreEqual("Invalid TValue in GetGetter for column #Number: Int32: 'System.Single', expected type: 'System.Int32'.",
            wrong.Message);
    }

    [TestMethod]
    public void ANullRowIsAnError()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new Numbered[] { new(), null });
        using DataViewRowCursor cursor = view.Cursor("Number");
        Assert.IsTrue(cursor.MoveNext());
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.MoveNext());
        Assert.AreEqual("Encountered null when iterating over data, this is not supported.", error.Message);
    }

    [TestMethod]
    public void ASchemaGivesTypesThatTheClassLeavesOpen()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Open", new VectorDataViewType(NumberDataViewType.Double, 2));
        builder.AddColumn("Int", NumberDataViewType.Int32);
        IDataView view = _ml.Data.LoadFromEnumerable([new Everything { Open = [1, 2] }], builder.ToSchema());
        Assert.AreEqual("Open: Vector<Double, 2>", view.Schema["Open"].ToString());

        builder.AddColumn("Nowhere", NumberDataViewType.Int32);
        DataViewSchema schema = builder.ToSchema();
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Data.LoadFromEnumerable([new Everything()], schema));
        Assert.AreEqual("Type should contain a member named Nowhere", error.Message);
    }

    private static T One<T>(IDataView view, string column) => view.GetColumn<T>(column).Single();

    private sealed class Everything
    {
        public static int NotAColumn = 1;

        public bool Boolean;
        public byte Byte;
        public sbyte SByte;
        public ushort UShort;
        public int Int;
        public uint UInt;
        public long Long;
        public ulong ULong;
        public float Single;
        public double Double;
        public string Text;
        public ReadOnlyMemory<char> Memory;
        public string[] Texts;
        public double[] Open;
        public TimeSpan Span;
        public DataViewRowId Id;

        [VectorType(3)]
        public float[] Fixed;

        [VectorType(2, 3)]
        public byte[] Image;

        [VectorType(5)]
        public VBuffer<float> VBuffer;

        [KeyType(4)]
        public uint Key;

        [KeyType(4)]
        public uint[] Keys;

        [ColumnName("Renamed")]
        public short Short { get; set; }

        [NoColumn]
        public object Ignored { get; set; }

        public int WriteOnly
        {
            set => Int = value;
        }
    }
}
