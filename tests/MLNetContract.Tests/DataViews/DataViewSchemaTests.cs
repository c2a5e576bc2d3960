using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetContract.Tests.DataViews;

[TestClass]
public sealed class DataViewSchemaTests
{
    [TestMethod]
    public void ALaterColumnHidesAnEarlierOneOfItsName()
    {
        DataViewSchema schema = Schema(("A", NumberDataViewType.Single), ("B", NumberDataViewType.Int32), ("A", TextDataViewType.Instance));
        Assert.AreEqual(3, schema.Count);
        CollectionAssert.AreEqual(new[] { true, false, false }, schema.Select(c => c.IsHidden).ToArray());
        Assert.AreEqual(2, schema["A"].Index);
        Assert.AreSame(TextDataViewType.Instance, schema["A"].Type);
    }

    [TestMethod]
    public void AMissingColumnIsAnErrorOrNull()
    {
        DataViewSchema schema = Schema(("A", NumberDataViewType.Single));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema["Z"]);
        StringAssert.Contains(error.Message, "Column 'Z' not found");
        Assert.IsNull(schema.GetColumnOrNull("Z"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema[1]);
        Assert.ThrowsExactly<ArgumentNullException>(() => schema.GetColumnOrNull(""));
    }

    [TestMethod]
    public void AnnotationsGiveTheirValues()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Answer", NumberDataViewType.Int32, 42);
        builder.Add("Names", new VectorDataViewType(TextDataViewType.Instance, 2),
            (ref VBuffer<ReadOnlyMemory<char>> dst) => dst = new(2, ["x".AsMemory(), "y".AsMemory()]));
        DataViewSchema.Annotations annotations = builder.ToAnnotations();

        int answer = 0;
        annotations.GetValue("Answer", ref answer);
        Assert.AreEqual(42, answer);
        VBuffer<ReadOnlyMemory<char>> names = default;
        annotations.GetGetter<VBuffer<ReadOnlyMemory<char>>>(annotations.Schema["Names"])(ref names);
        CollectionAssert.AreEqual(new[] { "x", "y" }, names.DenseValues().Select(n => n.ToString()).ToArray());
    }

    [TestMethod]
    public void AnnotationsRefuseWrongTypesAndNames()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var wrong = Assert.ThrowsExactly<ArgumentException>(() => builder.AddPrimitiveValue("Answer", NumberDataViewType.Int32, 42f));
        StringAssert.Contains(wrong.Message, "type.RawType must be of type 'System.Single'.");
        Delegate floatGetter = new ValueGetter<float>((ref float _) => { });
        var wrongGetter = Assert.Throws<Exception>(() => builder.Add("Answer", NumberDataViewType.Int32, floatGetter));
        Assert.IsInstanceOfType<ArgumentException>(wrongGetter.GetBaseException());

        builder.AddPrimitiveValue("Answer", NumberDataViewType.Int32, 42);
        DataViewSchema.Annotations annotations = builder.ToAnnotations();
        float value = 0;
        var missing = Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Question", ref value));
        Assert.AreEqual("Invalid call to 'GetValue'", missing.Message);
        var type = Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Answer", ref value));
        Assert.AreEqual("Invalid call to 'GetGetter'", type.Message);
    }

    [TestMethod]
    public void SelectedAnnotationsAreCopied()
    {
        var source = new DataViewSchema.Annotations.Builder();
        source.AddPrimitiveValue("Keep", NumberDataViewType.Int32, 1);
        source.AddPrimitiveValue("Drop", NumberDataViewType.Int32, 2);
        var copy = new DataViewSchema.Annotations.Builder();
        copy.Add(source.ToAnnotations(), name => name == "Keep");
        copy.Add(null, _ => true);
        Assert.AreEqual("Keep", copy.ToAnnotations().ToString());
    }

    [TestMethod]
    public void ColumnsPrintTheirAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("One", NumberDataViewType.Int32, 1);
        annotations.AddPrimitiveValue("Two", NumberDataViewType.Int32, 2);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("B", NumberDataViewType.Single, annotations.ToAnnotations());
        DataViewSchema schema = builder.ToSchema();
        Assert.AreEqual("A: Single", schema["A"].ToString());
        Assert.AreEqual("B: Single {One, Two}", schema["B"].ToString());
        Assert.AreEqual(0, schema["A"].Annotations.Schema.Count);
    }

    [TestMethod]
    public void DetachedColumnsBecomeColumnsAgain()
    {
        DataViewSchema schema = Schema(("A", NumberDataViewType.Single), ("B", TextDataViewType.Instance));
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(schema.Reverse().Select(c => new DataViewSchema.DetachedColumn(c)));
        builder.AddColumns(schema);
        CollectionAssert.AreEqual(new[] { "B", "A", "A", "B" }, builder.ToSchema().Select(c => c.Name).ToArray());
    }

    private static DataViewSchema Schema(params (string Name, DataViewType Type)[] columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach ((string name, DataViewType type) in columns)
            builder.AddColumn(name, type);
        return builder.ToSchema();
    }
}
