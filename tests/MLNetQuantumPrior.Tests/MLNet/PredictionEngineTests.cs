using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests.MLNet;

/// <summary>How ML.NET's prediction engine uses a row mapper: what <see cref="BatchRowMapper"/> leans on.</summary>
[TestClass]
public sealed class PredictionEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void PositionsCountPredictions()
    {
        var transformer = new Positions();
        using PredictionEngine<LinearOnnx.Row, Prediction> engine =
            _ml.Model.CreatePredictionEngine<LinearOnnx.Row, Prediction>(transformer);

        CollectionAssert.AreEqual(new long[] { -1 }, transformer.AtBinding, "a row is bound before its first position");
        for (int k = 0; k < 4; k++)
        {
            Assert.AreEqual(k, engine.Predict(LinearOnnx.Row.At(k)).Position);
        }
    }

    [TestMethod]
    public void TheTransformerIsDisposedUnlessItBelongsToTheCaller()
    {
        Positions owned = new(), shared = new();
        _ml.Model.CreatePredictionEngine<LinearOnnx.Row, Prediction>(owned).Dispose();
        _ml.Model.CreatePredictionEngine<LinearOnnx.Row, Prediction>(
            shared, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();

        Assert.IsTrue(owned.IsDisposed);
        Assert.IsFalse(shared.IsDisposed);
    }

    private sealed class Prediction
    {
        public long Position { get; set; }
    }

    /// <summary>Adds a column with the position of the row.</summary>
    private sealed class Positions : ITransformer, IRowToRowMapper, IDisposable
    {
        public List<long> AtBinding { get; } = [];

        public bool IsDisposed { get; private set; }

        public bool IsRowToRowMapper => true;

        public DataViewSchema InputSchema { get; private set; } = null!;

        public DataViewSchema OutputSchema { get; private set; } = null!;

        public void Dispose() => IsDisposed = true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
        {
            if (InputSchema != inputSchema)
            {
                var schema = new DataViewSchema.Builder();
                schema.AddColumns(inputSchema);
                schema.AddColumn("Position", NumberDataViewType.Int64);
                (InputSchema, OutputSchema) = (inputSchema, schema.ToSchema());
            }

            return OutputSchema;
        }

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
        {
            GetOutputSchema(inputSchema);
            return this;
        }

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
            dependingColumns.Where(column => column.Index < InputSchema.Count).Select(column => InputSchema[column.Index]);

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        {
            AtBinding.Add(input.Position);
            return new Row(this, input);
        }

        public IDataView Transform(IDataView input) => throw new InvalidOperationException();

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new InvalidOperationException();

        private sealed class Row(Positions parent, DataViewRow input) : DataViewRow
        {
            public override long Position => input.Position;

            public override long Batch => input.Batch;

            public override DataViewSchema Schema => parent.OutputSchema;

            public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

            public override bool IsColumnActive(DataViewSchema.Column column) => true;

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => column.Index < input.Schema.Count
                ? input.GetGetter<TValue>(input.Schema[column.Index])
                : (ValueGetter<TValue>)(Delegate)new ValueGetter<long>((ref long value) => value = input.Position);
        }
    }
}
