using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Chains;

[TestClass]
public sealed class TransformerChainTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void ScopesSelectTransformers()
    {
        IDataView view = Numbered.View(_ml, 2);
        var chain = _ml.Transforms.CopyColumns("Always", "Number")
            .Append(_ml.Transforms.CopyColumns("Training", "Number"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.CopyColumns("Scoring", "Number"), TransformerScope.Scoring)
            .Fit(view);
        Assert.AreEqual("Always, Scoring", Added(chain.Transform(view).Schema));
        Assert.AreEqual("Always, Scoring", Added(chain.GetOutputSchema(view.Schema)));
        Assert.AreEqual("Always, Training", Added(chain.Transform(view, TransformerScope.Training).Schema));
        Assert.AreEqual("Always, Training, Scoring", Added(chain.Transform(view, TransformerScope.Everything).Schema));
        Assert.AreEqual(2, chain.GetModelFor(TransformerScope.Testing).Count());
    }

    [TestMethod]
    public void RowMappersCompose()
    {
        IDataView view = Numbered.View(_ml, 3);
        ITransformer chain = _ml.Transforms.CopyColumns("A", "Number").Append(_ml.Transforms.CopyColumns("B", "A")).Fit(view);
        Assert.IsTrue(chain.IsRowToRowMapper);
        IRowToRowMapper mapper = chain.GetRowToRowMapper(view.Schema);
        Assert.AreSame(view.Schema, mapper.InputSchema);
        DataViewSchema.Column output = mapper.OutputSchema["B"];
        Assert.AreEqual("Number", mapper.GetDependencies([output]).Single().Name);

        using DataViewRowCursor cursor = view.Cursor("Number");
        using DataViewRow row = mapper.GetRow(cursor, [output]);
        ValueGetter<int> getter = row.GetGetter<int>(row.Schema["B"]);
        for (int i = 0; cursor.MoveNext(); i++)
        {
            int value = -1;
            getter(ref value);
            Assert.AreEqual(i, value);
            Assert.AreEqual(i, row.Position);
        }
    }

    [TestMethod]
    public void AMapperWantsRowsOfItsOwnSchema()
    {
        IDataView view = Numbered.View(_ml, 1);
        ITransformer chain = new TransformerChain<ITransformer>(_ml.Transforms.CopyColumns("A", "Number").Fit(view));
        using DataViewRowCursor other = Numbered.View(_ml, 1).Cursor("Number");
        IRowToRowMapper mapper = chain.GetRowToRowMapper(view.Schema);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => mapper.GetRow(other, mapper.OutputSchema));
        StringAssert.Contains(error.Message, "Schema did not match original schema");
    }

    [TestMethod]
    public void OneTransformerThatIsNoRowMapperMakesTheChainNone()
    {
        ITransformer chain = new TransformerChain<ITransformer>(new NotARowMapper());
        Assert.IsFalse(chain.IsRowToRowMapper);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => chain.GetRowToRowMapper(Numbered.View(_ml, 1).Schema));
        Assert.AreEqual("GetRowToRowMapper method called despite IsRowToRowMapper being false.", error.Message);
        var engine = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Model.CreatePredictionEngine<Numbered, Numbered>(chain));
        StringAssert.Contains(engine.Message, "Must be a row to row mapper");
    }

    [TestMethod]
    public void DisposingTheChainDisposesItsTransformers()
    {
        var transformer = new NotARowMapper();
        var chain = new TransformerChain<ITransformer>(transformer);
        chain.Dispose();
        chain.Dispose();
        Assert.AreEqual(1, transformer.Disposed);
    }

    [TestMethod]
    public void TransformersAppendToChains()
    {
        IDataView view = Numbered.View(_ml, 2);
        ColumnCopier copy = name => _ml.Transforms.CopyColumns(name, "Number").Fit(view);
        TransformerChain<ITransformer> chain = copy("A").Append(copy("B"));
        Assert.AreEqual("A, B, C", Added(chain.Append(copy("C")).Transform(view).Schema));
        Assert.AreSame(chain.Last(), chain.LastTransformer);
        Assert.AreEqual(0, new TransformerChain<ITransformer>().Count());
        Assert.AreSame(view, new TransformerChain<ITransformer>().Transform(view));
    }

    private delegate ITransformer ColumnCopier(string name);

    private static string Added(DataViewSchema schema) =>
        string.Join(", ", schema.Select(c => c.Name).Except(["Number", "Half", "Text", "Features"]));

    private sealed class NotARowMapper : ITransformer, IDisposable
    {
        public int Disposed { get; private set; }

        public bool IsRowToRowMapper => false;

        public void Dispose() => Disposed++;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException("not asked for");

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }
}
