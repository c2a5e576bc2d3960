using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace MLNetQuantumPrior.Tests;

[TestClass]
public sealed class ImputationTests
{
    private const int Count = 600;

    private static readonly MLContext Ml = new(1);

    /// <summary>The second number is the first and a little noise, the third says whether it is above 50; some cells are missing.</summary>
    private sealed class Row
    {
        public float First { get; set; }

        public double Second { get; set; }

        public string Third { get; set; } = "";

        public int Untouched { get; set; }

        public bool Label { get; set; }
    }

    private static readonly Row[] Whole = Rows(0);
    private static readonly Row[] Holes = Rows(0.2);

    private static readonly SynthesizerOptions Options = new()
    {
        Seed = 1, LatentSize = 8, Training = new() { Steps = 200 },
        Columns = new Dictionary<string, SynthesizerColumn> { ["Label"] = new() { Kind = ColumnKind.Ignored } },
    };

    [TestMethod]
    public void MissingCellsAreFilledByWhatTheRowSays()
    {
        Row[] filled = Read(Ml.Data.FitSynthesizer(View(Holes), Options).Impute(View(Holes)));

        for (int k = 0; k < Count; k++)
        {
            Assert.IsFalse(float.IsNaN(filled[k].First) || double.IsNaN(filled[k].Second) || filled[k].Third == "");
            Assert.AreEqual(Holes[k].Untouched, filled[k].Untouched);
            Assert.AreEqual(Holes[k].Label, filled[k].Label);
            Assert.IsTrue(float.IsNaN(Holes[k].First) || Holes[k].First == filled[k].First);
            Assert.IsTrue(double.IsNaN(Holes[k].Second) || Holes[k].Second == filled[k].Second);
        }

        int[] missing = [.. Enumerable.Range(0, Count).Where(k => double.IsNaN(Holes[k].Second) && !float.IsNaN(Holes[k].First))];
        double error = missing.Average(k => Math.Abs(filled[k].Second - Whole[k].Second));
        Assert.IsTrue(error < 12, $"{error}"); // the mean's is 25
        int[] third = [.. Enumerable.Range(0, Count).Where(k => Holes[k].Third == "" && !float.IsNaN(Holes[k].First))];
        Assert.IsTrue(third.Count(k => filled[k].Third == Whole[k].Third) > 0.85 * third.Length);
    }

    [TestMethod]
    public void IntervalsHoldWhatWasThere()
    {
        IDataView filled = Ml.Data.FitSynthesizer(View(Holes), Options).Impute(View(Holes), new() { AddsIntervals = true });
        float[] low = [.. filled.GetColumn<float>("First.Low")], high = [.. filled.GetColumn<float>("First.High")];
        float[] first = [.. filled.GetColumn<float>("First")];

        int[] missing = [.. Enumerable.Range(0, Count).Where(k => float.IsNaN(Holes[k].First))];
        Assert.AreEqual(0.9, missing.Count(k => Whole[k].First >= low[k] && Whole[k].First <= high[k]) / (double)missing.Length, 0.1);
        Assert.IsTrue(Enumerable.Range(0, Count).All(k => low[k] <= first[k] && first[k] <= high[k]));
        Assert.IsTrue(Enumerable.Range(0, Count).Except(missing).All(k => low[k] == high[k]));
    }

    [TestMethod]
    public void TheStepOfAPipelineIsSavedWithItAndTakesSingleRows()
    {
        IDataView table = View(Holes);
        var pipeline = Ml.Transforms.ImputeMissingValues(Options)
            .Append(Ml.Transforms.Conversion.ConvertType("Second", outputKind: DataKind.Single))
            .Append(Ml.Transforms.Concatenate("Features", "First", "Second"))
            .Append(Ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Label"));
        ITransformer model = pipeline.Fit(table);
        float[] expected = [.. model.Transform(table).GetColumn<float>("Score")];
        Assert.IsTrue(expected.All(float.IsFinite));

        string file = Path.GetTempFileName();
        try
        {
            Ml.Model.SaveBmVae(model, table.Schema, file);
            ITransformer loaded = Ml.Model.LoadBmVae(file, out _);
            CollectionAssert.AreEqual(expected, loaded.Transform(table).GetColumn<float>("Score").ToArray());

            ITransformer stock = Ml.Model.Load(file, out _);
            string message = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => stock.Transform(table).Preview()).Message;
            StringAssert.Contains(message, "ml.Model.LoadBmVae");
        }
        finally
        {
            File.Delete(file);
        }

        using PredictionEngine<Row, Scored> engine = Ml.Model.CreatePredictionEngine<Row, Scored>(model);
        Assert.AreEqual(expected[0], engine.Predict(Holes[0]).Score);
        Assert.AreEqual(expected[1], engine.Predict(Holes[1]).Score);
    }

    [TestMethod]
    public void ATableWithoutAColumnIsRefused()
    {
        TableSynthesizer synthesizer = Ml.Data.FitSynthesizer(View(Holes), Options);
        IDataView other = Ml.Data.LoadFromEnumerable([new { First = 1f }]);
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => synthesizer.Impute(other)).Message, "'Second'");
    }

    private static Row[] Rows(double missing)
    {
        var random = new Random(1);
        var holes = new Random(2);
        return [.. Enumerable.Range(0, Count).Select(k =>
        {
            double first = random.Next(100), second = Math.Round(first + (10 * random.NextDouble()), 1);
            return new Row
            {
                First = holes.NextDouble() < missing ? float.NaN : (float)first,
                Second = holes.NextDouble() < missing ? double.NaN : second,
                Third = holes.NextDouble() < missing ? "" : first > 50 ? "high" : "low",
                Untouched = random.Next(5),
                Label = first + random.Next(30) > 60,
            };
        })];
    }

    private static IDataView View(Row[] rows) => Ml.Data.LoadFromEnumerable(rows);

    private static Row[] Read(IDataView view) => [.. Ml.Data.CreateEnumerable<Row>(view, reuseRowObject: false)];

    private sealed class Scored
    {
        public float Score { get; set; }
    }
}
