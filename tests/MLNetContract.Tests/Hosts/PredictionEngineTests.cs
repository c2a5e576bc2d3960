using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Doubles;

namespace MLNetContract.Tests.Hosts;

[TestClass]
public sealed class PredictionEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void PredictionsEqualTheTransformedView()
    {
        IDataView data = Numbered.View(_ml, 10);
        var model = _ml.Transforms.Concatenate("All", "Features", "Half")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Key", "Text")).Fit(data);
        using PredictionEngine<Numbered, Prediction> engine = _ml.Model.CreatePredictionEngine<Numbered, Prediction>(model);
        Prediction[] expected = [.. _ml.Data.CreateEnumerable<Prediction>(model.Transform(data), reuseRowObject: false)];
        Numbered[] rows = [.. _ml.Data.CreateEnumerable<Numbered>(data, reuseRowObject: false)];
        for (int i = 0; i < rows.Length; i++)
        {
            Prediction prediction = engine.Predict(rows[i]);
            CollectionAssert.AreEqual(expected[i].All, prediction.All);
            Assert.AreEqual(expected[i].Key, prediction.Key);
        }
        Assert.AreEqual(0u, engine.Predict(new Numbered { Text = "never seen", Features = [0, 0, 0] }).Key);
        Assert.IsNotNull(engine.OutputSchema.GetColumnOrNull("All"));
    }

    [TestMethod]
    public void PositionsCountPredictions()
    {
        var transformer = new PositionTransformer();
        using PredictionEngine<Numbered, WithPosition> engine = _ml.Model.CreatePredictionEngine<Numbered, WithPosition>(transformer);
        CollectionAssert.AreEqual(new long[] { -1 }, transformer.PositionsSeen, "a row is bound before its first position");
        for (int i = 0; i < 4; i++)
            Assert.AreEqual(i, engine.Predict(new Numbered()).Position);
    }

    [TestMethod]
    public void TheTransformerIsDisposedUnlessItBelongsToTheCaller()
    {
        var owned = new PositionTransformer();
        _ml.Model.CreatePredictionEngine<Numbered, WithPosition>(owned).Dispose();
        Assert.AreEqual(1, owned.Disposed);
        var shared = new PositionTransformer();
        _ml.Model.CreatePredictionEngine<Numbered, WithPosition>(shared, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.AreEqual(0, shared.Disposed);
    }

    [TestMethod]
    public void APredictionCanBeWrittenIntoAnObject()
    {
        IDataView data = Numbered.View(_ml, 2);
        ITransformer model = _ml.Transforms.Concatenate("All", "Features", "Half").Fit(data);
        using PredictionEngine<Numbered, Prediction> engine = _ml.Model.CreatePredictionEngine<Numbered, Prediction>(model);
        var prediction = new Prediction { All = new float[4] };
        float[] array = prediction.All;
        engine.Predict(new Numbered { Features = [1, 2, 3], Half = 4 }, ref prediction);
        Assert.AreSame(array, prediction.All, "an array of the right size is used again");
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4 }, array);
        Assert.ThrowsExactly<ArgumentNullException>(() => engine.Predict(null));
    }

    [TestMethod]
    public void MissingOutputsAreIgnoredByDefault()
    {
        IDataView data = Numbered.View(_ml, 2);
        ITransformer model = _ml.Transforms.CopyColumns("Key", "Number").Append(_ml.Transforms.Concatenate("All", "Half")).Fit(data);
        var strict = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _ml.Model.CreatePredictionEngine<Numbered, WithPosition>(model, ignoreMissingColumns: false));
        StringAssert.Contains(strict.Message, "Could not find  column 'Position'");
        Assert.AreEqual(0, _ml.Model.CreatePredictionEngine<Numbered, WithPosition>(model).Predict(new Numbered()).Position);
    }

    [TestMethod]
    public void ASchemaGivesVectorSizesThatTheClassLeavesOpen()
    {
        IDataView data = _ml.Transforms.SelectColumns("Features").On(Numbered.View(_ml, 2));
        ITransformer model = _ml.Transforms.Concatenate("All", "Features", "Features").Fit(data);
        using PredictionEngine<OpenFeatures, Prediction> engine = _ml.Model.CreatePredictionEngine<OpenFeatures, Prediction>(model,
            new PredictionEngineOptions { InputSchemaDefinition = Sized() });
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 1, 2, 3 }, engine.Predict(new OpenFeatures { Features = [1, 2, 3] }).All);
        Assert.AreEqual("All: Vector<Single, 6>", engine.OutputSchema["All"].ToString());
    }

    private static SchemaDefinition Sized()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(OpenFeatures));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        return definition;
    }

    private sealed class Prediction
    {
        public float[] All { get; set; }

        public uint Key { get; set; }
    }

    private sealed class WithPosition
    {
        public long Position { get; set; }
    }

    private sealed class OpenFeatures
    {
        public float[] Features { get; set; }
    }

    /// <summary>A row mapper as code outside of ML.NET writes one: it adds a column with the position of the row.</summary>
    private sealed class PositionTransformer : ITransformer, IRowToRowMapper, IDisposable
    {
        public List<long> PositionsSeen { get; } = [];

        public int Disposed { get; private set; }

        public bool IsRowToRowMapper => true;

        public DataViewSchema InputSchema { get; private set; }

        public DataViewSchema OutputSchema => GetOutputSchema(InputSchema);

        private DataViewSchema _output;

        public void Dispose() => Disposed++;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
        {
            if (_output == null)
            {
                var builder = new DataViewSchema.Builder();
                builder.AddColumns(inputSchema);
                builder.AddColumn("Position", NumberDataViewType.Int64);
                _output = builder.ToSchema();
            }
            return _output;
        }

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
        {
            InputSchema = inputSchema;
            return this;
        }

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            dependingColumns.Where(c => c.Index < InputSchema.Count).Select(c => InputSchema[c.Index]);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        {
            PositionsSeen.Add(input.Position);
            return new Row(this, input);
        }

        public IDataView Transform(IDataView input) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();

        private sealed class Row(PositionTransformer parent, DataViewRow input) : DataViewRow
        {
            public override long Position => input.Position;

            public override long Batch => input.Batch;

            public override DataViewSchema Schema => parent.OutputSchema;

            public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

            public override bool IsColumnActive(DataViewSchema.Column column) => true;

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => column.Name == "Position"
                ? (ValueGetter<TValue>)(Delegate)new ValueGetter<long>((ref long value) => value = input.Position)
                : input.GetGetter<TValue>(input.Schema[column.Index]);
        }
    }
}
