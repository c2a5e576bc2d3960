using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Transforms;

[TestClass]
public sealed class CustomMappingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void TheActionMapsRows()
    {
        IDataView data = Numbered.View(_ml, 5);
        IDataView mapped = _ml.Transforms.CustomMapping<Input, Output>(
            (input, output) =>
            {
                output.Sum = input.Features.Sum() + input.Number;
                output.Greeting = "hello " + input.Text;
                output.Pair = [input.Number, -input.Number];
            }, contractName: null).On(data);
        Assert.AreEqual("Pair: Vector<Single, 2>", mapped.Schema["Pair"].ToString());
        CollectionAssert.AreEqual(new float[] { 3, 7, 11, 15, 19 }, mapped.GetColumn<float>("Sum").ToArray());
        CollectionAssert.AreEqual(new[] { "hello t0", "hello t1" }, mapped.GetColumn<string>("Greeting").Take(2).ToArray());
        CollectionAssert.AreEqual(new float[] { 4, -4 }, mapped.GetColumn<float[]>("Pair").Last());
    }

    [TestMethod]
    public void TheActionRunsOncePerRowHoweverManyColumnsAreRead()
    {
        int calls = 0;
        IDataView data = Numbered.View(_ml, 20);
        void Count(Input input, Output output) => output.Sum = Interlocked.Increment(ref calls);
        IDataView mapped = _ml.Transforms.CustomMapping<Input, Output>(Count, contractName: null).On(data);
        Assert.AreEqual(0, calls);
        using (DataViewRowCursor cursor = mapped.Cursor("Sum", "Greeting", "Pair"))
        {
            ValueGetter<float> sum = cursor.GetGetter<float>(mapped.Schema["Sum"]);
            ValueGetter<ReadOnlyMemory<char>> greeting = cursor.GetGetter<ReadOnlyMemory<char>>(mapped.Schema["Greeting"]);
            float value = 0;
            ReadOnlyMemory<char> text = default;
            while (cursor.MoveNext())
            {
                sum(ref value);
                greeting(ref text);
                sum(ref value);
            }
        }
        Assert.AreEqual(20, calls);
        Rows.ReadAll<int>(mapped.Cursor("Number"), "Number");
        Assert.AreEqual(20, calls, "a pass that reads no output runs nothing");
    }

    [TestMethod]
    public void OutputsReplaceColumnsOfTheirName()
    {
        IDataView data = Numbered.View(_ml, 2);
        var chain = _ml.Transforms.CustomMapping<Input, TextLength>((input, output) => output.Text = input.Text.Length, null)
            .Append(_ml.Transforms.Concatenate("Out", "Text"));
        IDataView mapped = chain.On(data);
        CollectionAssert.AreEqual(new float[] { 2 }, mapped.GetColumn<float[]>("Out").First());
    }

    [TestMethod]
    public void InputsAreChecked()
    {
        IDataView data = _ml.Transforms.DropColumns("Text").On(Numbered.View(_ml, 2));
        var estimator = _ml.Transforms.CustomMapping<Input, Output>((_, _) => { }, null);
        var missing = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.InChainOn(data));
        StringAssert.Contains(missing.Message, "Could not find input column 'Text'");
        var type = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.CustomMapping<TextLength, Output>((_, _) => { }, null).InChainOn(Numbered.View(_ml, 2)));
        StringAssert.Contains(type.Message, "Schema mismatch for input column 'Text': expected Single, got String");
        var size = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Transforms.CopyColumns("Text", "Features")
                .Append(_ml.Transforms.CustomMapping<TextLength, Output>((_, _) => { }, null))
                .Fit(data));
        StringAssert.Contains(size.Message, "Schema mismatch for input column 'Text': expected Single, got Vector<Single>");
    }

    [TestMethod]
    public void DefinitionsNameColumnsAndTheirAnnotations()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(TextLength));
        input["Text"].ColumnName = "Half";
        SchemaDefinition output = SchemaDefinition.Create(typeof(TextLength));
        output["Text"].ColumnName = "Doubled";
        output["Doubled"].AddAnnotation("IsNormalized", true, BooleanDataViewType.Instance);
        IDataView data = Numbered.View(_ml, 3);
        IDataView mapped = _ml.Transforms
            .CustomMapping<TextLength, TextLength>((from, to) => to.Text = 2 * from.Text, null, input, output).On(data);
        CollectionAssert.AreEqual(new float[] { 0, 1, 2 }, mapped.GetColumn<float>("Doubled").ToArray());
        Assert.IsTrue(mapped.Schema["Doubled"].IsNormalized());
    }

    [TestMethod]
    public void RowsAreMappedOnEveryPositionOfARow()
    {
        IDataView data = Numbered.View(_ml, 3);
        ITransformer mapping = _ml.Transforms.CustomMapping<Input, TextLength>((from, to) => to.Text = from.Number, null).Fit(data);
        IRowToRowMapper mapper = mapping.GetRowToRowMapper(data.Schema);
        CollectionAssert.AreEquivalent(new[] { "Number", "Text", "Features" },
            mapper.GetDependencies([mapper.OutputSchema["Text"]]).Select(c => c.Name).ToArray());
        using DataViewRowCursor cursor = data.Cursor("Number", "Text", "Features");
        using DataViewRow row = mapper.GetRow(cursor, [mapper.OutputSchema["Text"]]);
        ValueGetter<float> getter = row.GetGetter<float>(row.Schema["Text"]);
        float value = -1;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            getter(ref value);
            Assert.AreEqual(i, value);
        }
    }

    private sealed class Input
    {
        public int Number { get; set; }

        public string Text { get; set; }

        [VectorType(3)]
        public float[] Features { get; set; }
    }

    private sealed class Output
    {
        public float Sum { get; set; }

        public string Greeting { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; }
    }

    private sealed class TextLength
    {
        public float Text { get; set; }
    }
}
