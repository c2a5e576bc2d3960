using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>What ML.NET expects of an estimator and its transformer, whatever they do.</summary>
/// <typeparam name="TTransformer">The transformer.</typeparam>
/// <typeparam name="TRow">A row of input, as a class.</typeparam>
/// <typeparam name="TPrediction">A row of output: the added columns as properties.</typeparam>
public abstract class Workout<TTransformer, TRow, TPrediction>
    where TTransformer : class, ITransformer, IDisposable
    where TRow : class
    where TPrediction : class, new()
{
    private const int Engines = 16;

    private static readonly ConcurrentDictionary<Type, Lazy<TTransformer>> Fitted = new();

    protected static MLContext Ml { get; } = new(seed: 1);

    /// <summary>More rows than two batches of a look-ahead.</summary>
    protected abstract IReadOnlyList<TRow> Rows { get; }

    /// <summary>Columns that are added, all vectors of Single.</summary>
    protected abstract string[] Added { get; }

    /// <summary>Columns that must be read to compute the added ones.</summary>
    protected abstract string[] Needed { get; }

    /// <summary>An added column that tells the column "Label" of the rows.</summary>
    protected abstract string Telling { get; }

    /// <summary>Views that do not fit, and what the error must say.</summary>
    protected abstract IEnumerable<(IDataView View, string Error)> WrongViews { get; }

    protected abstract IEstimator<TTransformer> Estimator { get; }

    private TTransformer Transformer => Fitted.GetOrAdd(GetType(), _ => new(() => Estimator.Fit(View))).Value;

    private IDataView View => Ml.Data.LoadFromEnumerable(Rows);

    /// <summary>Values of an added column in a predicted row.</summary>
    protected abstract float[] Values(TPrediction prediction, string column);

    /// <summary>
    /// How far apart a column's values may be when rows are computed in other batches, beside 1 or relative to larger ones.
    /// </summary>
    protected virtual double Tolerance(string column) => 1e-5;

    [TestMethod]
    public void ShapeBeforeFittingIsThatOfTheTransformedView()
    {
        SchemaShape before = Estimator.GetOutputSchema(Shapes.Of(View));

        CollectionAssert.AreEqual(Shapes.Lines(Shapes.Of(Transformer.Transform(View))), Shapes.Lines(before));
    }

    [TestMethod]
    public void OutputSchemaIsThatOfTheTransformedView()
    {
        DataViewSchema told = Transformer.GetOutputSchema(View.Schema), seen = Transformer.Transform(View).Schema;

        CollectionAssert.AreEqual(Lines(seen), Lines(told));
        CollectionAssert.AreEqual(Lines(seen), Lines(Transformer.GetRowToRowMapper(View.Schema).OutputSchema));
        CollectionAssert.AreEqual(Added, seen.Skip(View.Schema.Count).Select(column => column.Name).ToArray());
        Assert.IsTrue(View.Schema.Zip(seen).All(pair => pair.First.Name == pair.Second.Name && pair.First.Type.Equals(pair.Second.Type)));

        static string[] Lines(DataViewSchema schema) => [.. schema.Select(column =>
            $"{column.Index} {column.Name}: {column.Type}, hidden {column.IsHidden} ({string.Join(", ", column.Annotations.Schema)})")];
    }

    [TestMethod]
    public void NoRowIsReadBeforeACursorAsks()
    {
        var source = new RecordingView(View);

        IDataView transformed = Transformer.Transform(source);
        _ = (transformed.Schema, transformed.GetRowCount(), Transformer.GetOutputSchema(source.Schema));
        using (transformed.GetRowCursor(transformed.Schema))
        {
            Assert.AreEqual(0, source.RowsRead);
        }

        Assert.HasCount(1, source.Opened);
        Assert.AreEqual(View.GetRowCount(), transformed.GetRowCount());
    }

    [TestMethod]
    public void OnlyNeededColumnsOfTheInputAreOpened()
    {
        foreach (string column in Added)
        {
            var source = new RecordingView(View);
            IDataView transformed = Transformer.Transform(source);
            transformed.GetRowCursor([transformed.Schema[column]]).Dispose();
            CollectionAssert.AreEqual(Needed, source.Opened.Single(), column);
        }

        var untouched = new RecordingView(View);
        IDataView passed = Transformer.Transform(untouched);
        passed.GetRowCursor([passed.Schema[0]]).Dispose();
        CollectionAssert.AreEqual(new[] { passed.Schema[0].Name }, untouched.Opened.Single());
    }

    [TestMethod]
    public void RepeatedCursorsGiveEqualValues()
    {
        IDataView transformed = Transformer.Transform(View);
        var first = ColumnValues.Read(transformed, Added);
        var second = ColumnValues.Read(transformed, Added);

        Assert.HasCount(Rows.Count, first);
        Assert.IsTrue(first.Zip(second).All(pair => pair.First.Id.Equals(pair.Second.Id)));
        CollectionAssert.AreEqual(
            first.SelectMany(row => row.Columns).SelectMany(values => values).ToArray(),
            second.SelectMany(row => row.Columns).SelectMany(values => values).ToArray());
    }

    [TestMethod]
    public void ParallelCursorsGiveEqualValues()
    {
        IDataView transformed = Transformer.Transform(View);
        var expected = ColumnValues.Read(transformed, Added);
        var found = new ConcurrentDictionary<DataViewRowId, float[][]>();

        Parallel.ForEach(transformed.GetRowCursorSet([.. Added.Select(name => transformed.Schema[name])], 4), cursor =>
        {
            foreach ((DataViewRowId id, float[][] columns) in ColumnValues.Read(cursor, Added))
            {
                Assert.IsTrue(found.TryAdd(id, columns), $"row {id} comes once");
            }
        });

        Assert.HasCount(Rows.Count, found);
        AssertClose(expected, id => found[id]);
    }

    [TestMethod]
    public void ShuffledRowsKeepTheirValues()
    {
        var expected = ColumnValues.Read(Transformer.Transform(View), Added);

        IDataView shuffled = Transformer.Transform(Ml.Data.ShuffleRows(View, seed: 1));
        var found = ColumnValues.Read(shuffled, Added).ToDictionary(row => row.Id, row => row.Columns);

        AssertClose(expected, id => found[id]);
    }

    [TestMethod]
    public void AColumnAloneHasTheValuesItHasAmongAll()
    {
        IDataView transformed = Transformer.Transform(View);
        var all = ColumnValues.Read(transformed, Added);
        for (int k = 0; k < Added.Length; k++)
        {
            using DataViewRowCursor cursor = transformed.GetRowCursor([transformed.Schema[Added[k]]]);
            foreach (DataViewSchema.Column column in transformed.Schema)
            {
                Assert.AreEqual(column.Index == transformed.Schema[Added[k]].Index, cursor.IsColumnActive(column), column.Name);
            }

            var alone = ColumnValues.Read(cursor, Added[k]);
            for (int row = 0; row < all.Count; row++)
            {
                ColumnValues.AssertClose(
                    all[row].Columns[k], alone[row].Columns[0], Tolerance(Added[k]), $"column '{Added[k]}', row {row}");
            }
        }
    }

    [TestMethod]
    public void GettersRefuseInactiveColumnsAndOtherTypes()
    {
        IDataView transformed = Transformer.Transform(View);
        using DataViewRowCursor cursor = transformed.GetRowCursor([transformed.Schema[Added[0]]]);

        var type = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(transformed.Schema[Added[0]]));
        var inactive = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(transformed.Schema[0]));
        Assert.Contains($"'{Added[0]}'", type.Message);
        Assert.Contains("inactive", inactive.Message);
    }

    [TestMethod]
    public void PredictionEnginesOfManyThreadsGiveTheValuesOfTheView()
    {
        var expected = ColumnValues.Read(Transformer.Transform(View), Added);
        TTransformer transformer = Transformer;
        var results = new TPrediction[Engines][];
        using var start = new Barrier(Engines);
        Thread[] threads = [.. Enumerable.Range(0, Engines).Select(k => new Thread(() =>
        {
            using var engine = Ml.Model.CreatePredictionEngine<TRow, TPrediction>(
                transformer, new PredictionEngineOptions { OwnsTransformer = false });
            start.SignalAndWait();
            results[k] = [.. Rows.Take(40).Select(row => engine.Predict(row))];
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        foreach (TPrediction[] predictions in results)
        {
            Assert.HasCount(40, predictions ?? []);
            for (int row = 0; row < predictions!.Length; row++)
            {
                for (int k = 0; k < Added.Length; k++)
                {
                    string column = Added[k];
                    ColumnValues.AssertClose(
                        expected[row].Columns[k], Values(predictions[row], column), Tolerance(column), $"column '{column}', row {row}");
                }
            }
        }
    }

    [TestMethod]
    public void CrossValidationFitsAndTellsTheLabelOfNewRows()
    {
        var pipeline = Ml.Transforms.Conversion.MapValueToKey("Key", "Label")
            .Append(Estimator)
            .AppendCacheCheckpoint(Ml)
            .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(labelColumnName: "Key", featureColumnName: Telling));

        var folds = Ml.MulticlassClassification.CrossValidate(View, pipeline, numberOfFolds: 2, labelColumnName: "Key");

        Assert.HasCount(2, folds);
        foreach (var fold in folds)
        {
            Assert.IsGreaterThan(0.7, fold.Metrics.MicroAccuracy, "one half by chance");
        }
    }

    [TestMethod]
    public void AWrongViewIsRefusedBeforeFittingWhenFittingAndAfterwards()
    {
        foreach ((IDataView view, string error) in WrongViews)
        {
            TTransformer transformer = Transformer;
            SchemaShape shape = Shapes.Of(view);
            string[] messages =
            [
                Assert.Throws<ArgumentException>(() => Estimator.GetOutputSchema(shape), error).Message,
                Assert.Throws<ArgumentException>(() => Estimator.Fit(view), error).Message,
                Assert.Throws<ArgumentException>(() => transformer.Transform(view), error).Message,
                Assert.Throws<ArgumentException>(() => transformer.GetOutputSchema(view.Schema), error).Message,
                Assert.Throws<ArgumentException>(() => transformer.GetRowToRowMapper(view.Schema), error).Message,
            ];
            foreach (string message in messages)
            {
                Assert.Contains(error, message);
                Assert.Contains("expected", message);
            }
        }
    }

    [TestMethod]
    public void ASavedAndLoadedTransformerGivesEqualValuesAndCanBeSavedAgain()
    {
        var expected = ColumnValues.Read(Transformer.Transform(View), Added);
        ITransformer transformer = Transformer;
        for (int round = 0; round < 2; round++)
        {
            using var file = new MemoryStream();
            Ml.Model.Save(transformer, View.Schema, file);

            transformer = Ml.Model.LoadBmVae(file, out DataViewSchema? schema);

            Assert.IsInstanceOfType<TTransformer>(transformer);
            CollectionAssert.AreEqual(View.Schema.Select(column => $"{column}").ToArray(), schema!.Select(column => $"{column}").ToArray());
            var loaded = ColumnValues.Read(transformer.Transform(View), Added);
            Assert.IsTrue(expected.Zip(loaded).All(pair =>
                pair.First.Columns.Zip(pair.Second.Columns).All(column => column.First.SequenceEqual(column.Second))));
        }
    }

    [TestMethod]
    public void ADisposedTransformerSaysSo()
    {
        TTransformer transformer = Estimator.Fit(View);
        IDataView transformed = transformer.Transform(View);

        transformer.Dispose();
        transformer.Dispose();

        foreach (string column in Added.Take(1))
        {
            Assert.ThrowsExactly<ObjectDisposedException>(() => ColumnValues.Read(transformed, column));
        }
    }

    private void AssertClose(List<(DataViewRowId Id, float[][] Columns)> expected, Func<DataViewRowId, float[][]> actual)
    {
        foreach ((DataViewRowId id, float[][] columns) in expected)
        {
            for (int k = 0; k < Added.Length; k++)
            {
                ColumnValues.AssertClose(columns[k], actual(id)[k], Tolerance(Added[k]), $"column '{Added[k]}', row {id}");
            }
        }
    }
}
