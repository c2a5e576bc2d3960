using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetContract.Tests.Trainers;

[TestClass]
public sealed class MulticlassCrossValidationTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void EveryRowIsScoredOnceByAModelThatDidNotSeeIt()
    {
        Row[] rows = Rows.Clouds(200);
        for (int i = 0; i < rows.Length; i++)
            rows[i].Weight = i;
        var estimator = new Recorder(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        IReadOnlyList<TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics>> folds =
            _ml.MulticlassClassification.CrossValidate(Rows.View(_ml, rows), estimator, numberOfFolds: 4);

        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3 }, folds.Select(f => f.Fold).ToArray());
        float[] all = [.. rows.Select(r => r.Weight)];
        CollectionAssert.AreEquivalent(all, folds.SelectMany(f => f.ScoredHoldOutSet.GetColumn<float>("Weight")).ToArray());
        for (int fold = 0; fold < 4; fold++)
        {
            IEnumerable<float> heldOut = folds[fold].ScoredHoldOutSet.GetColumn<float>("Weight");
            CollectionAssert.AreEquivalent(all, heldOut.Concat(estimator.Seen[fold]).ToArray(), $"fold {fold}");
        }
    }

    [TestMethod]
    public void MetricsAreThoseOfTheModelOnItsHeldOutRows()
    {
        IDataView data = Rows.View(_ml, Rows.Clouds(200));
        foreach (TrainCatalogBase.CrossValidationResult<MulticlassClassificationMetrics> fold in
            _ml.MulticlassClassification.CrossValidate(data, _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()))
        {
            MulticlassClassificationMetrics again = _ml.MulticlassClassification.Evaluate(fold.Model.Transform(fold.ScoredHoldOutSet));
            Assert.AreEqual(again.LogLoss, fold.Metrics.LogLoss, 1e-9);
            Assert.AreEqual(again.MicroAccuracy, fold.Metrics.MicroAccuracy);
            Assert.IsTrue(fold.Metrics.MicroAccuracy > 0.5, $"fold {fold.Fold}: {fold.Metrics.MicroAccuracy}");
        }
    }

    // Notes which rows each fit saw; weights number the rows.
    private sealed class Recorder(IEstimator<ITransformer> inner) : IEstimator<ITransformer>
    {
        public List<float[]> Seen { get; } = [];

        public ITransformer Fit(IDataView input)
        {
            Seen.Add([.. input.GetColumn<float>("Weight")]);
            return inner.Fit(input);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inner.GetOutputSchema(inputSchema);
    }
}
