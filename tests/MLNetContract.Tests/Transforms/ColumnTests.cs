using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Transforms;

[TestClass]
public sealed class ColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data => Numbered.View(_ml, 3);

    [TestMethod]
    public void ACopyHasTypeValuesAndAnnotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Numbered));
        definition["Features"].AddAnnotation("SlotNames", new[] { "x", "y", "z" }, new VectorDataViewType(TextDataViewType.Instance, 3));
        IDataView data = _ml.Data.LoadFromEnumerable([new Numbered { Features = [1, 2, 3] }], definition);
        IDataView copied = _ml.Transforms.CopyColumns("Copy", "Features").On(data);
        Assert.AreEqual("Copy: Vector<Single, 3> {SlotNames}", copied.Schema["Copy"].ToString());
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, copied.GetColumn<float[]>("Copy").Single());
    }

    [TestMethod]
    public void ANewColumnStandsBehindTheOneItHides()
    {
        IDataView copied = _ml.Transforms.CopyColumns("Half", "Number").On(Data);
        string[] before = [.. Data.Schema.Select(c => c.Name)];
        int at = Array.IndexOf(before, "Half");
        string[] expected = [.. before[..(at + 1)], "Half", .. before[(at + 1)..]];
        CollectionAssert.AreEqual(expected, copied.Schema.Select(c => c.Name).ToArray());
        Assert.IsTrue(copied.Schema[at].IsHidden);
        Assert.AreEqual(at + 1, copied.Schema["Half"].Index);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, copied.GetColumn<int>("Half").ToArray());
        DataViewSchema.Column hidden = copied.Schema[at];
        CollectionAssert.AreEqual(new[] { 0, 0.5f, 1 }, Rows.ReadAll<float>(copied.GetRowCursor([hidden]), hidden));
    }

    [TestMethod]
    public void SelectedColumnsStandInTheOrderNamed()
    {
        IDataView selected = _ml.Transforms.SelectColumns("Text", "Half").On(Data);
        CollectionAssert.AreEqual(new[] { "Text", "Half" }, selected.Schema.Select(c => c.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "t0", "t1", "t2" }, selected.GetColumn<string>("Text").ToArray());
    }

    [TestMethod]
    public void DroppedColumnsLeaveTheOthersInOrder()
    {
        IDataView dropped = _ml.Transforms.DropColumns("Text", "Half").On(Data);
        string[] expected = [.. Data.Schema.Select(c => c.Name).Except(["Text", "Half"])];
        CollectionAssert.AreEqual(expected, dropped.Schema.Select(c => c.Name).ToArray());
    }

    [TestMethod]
    public void HiddenColumnsAreKeptOnlyWhenAsked()
    {
        IDataView hiding = _ml.Transforms.CopyColumns("Half", "Number").On(Data);
        Assert.AreEqual(1, _ml.Transforms.SelectColumns("Half").On(hiding).Schema.Count);
        DataViewSchema kept = _ml.Transforms.SelectColumns(["Half"], keepHidden: true).On(hiding).Schema;
        CollectionAssert.AreEqual(new[] { "Half: Single", "Half: Int32" }, kept.Select(c => c.ToString()).ToArray());
        Assert.AreEqual(3, _ml.Transforms.DropColumns("Half").On(hiding).Schema.Count);
    }

    [TestMethod]
    public void MissingColumnsAreRefused()
    {
        var copy = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.CopyColumns("A", "Nowhere").Fit(Data));
        StringAssert.Contains(copy.Message, "Could not find input column 'Nowhere'");
        var select = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.SelectColumns("Half", "A", "B").Fit(Data));
        StringAssert.Contains(select.Message, "Could not find input column 'A,B'");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Transforms.DropColumns("A").Fit(Data));
        Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.DropColumns());
    }

    [TestMethod]
    public void DroppedColumnsAreGoneForLaterEstimators()
    {
        var chain = _ml.Transforms.DropColumns("Half").Append(_ml.Transforms.Concatenate("Out", "Half"));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => chain.Fit(Data));
        StringAssert.Contains(error.Message, "Could not find input column 'Half'");
    }

    [TestMethod]
    public void APreviewShowsTheFirstRows()
    {
        DataDebuggerPreview preview = Data.Preview(maxRows: 2);
        Assert.AreEqual("4 columns, 2 rows", preview.ToString());
        Assert.AreEqual(1, preview.RowView[1].Values.Single(v => v.Key == "Number").Value);
        CollectionAssert.AreEqual(new object[] { 0, 1 }, preview.ColumnView.Single(c => c.Column.Name == "Number").Values);
        Assert.AreEqual(3, _ml.Transforms.CopyColumns("A", "Number").Preview(Data).RowView.Length);
    }
}
