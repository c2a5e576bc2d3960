using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace MLNetQuantumPrior.Evaluation;

/// <summary>
/// Learners as ML.NET has them, on one thread each, so that results depend on nothing but the rows: FastTree, LbfgsLogisticRegression, and
/// for numbers a ridge regression in closed form, since ML.NET's exact one needs a native library.
/// </summary>
internal static class StockLearner
{
    private const double Ridge = 1;

    // With ML.NET's own settings (20 leaves, at least 10 rows each, rate 0.2) 100 trees overfit tables of a few thousand rows: on parts of
    // the training rows of credit and telco they lose 0.015 to 0.03 of AUC to these, and detect a copula's rows by 0.01 better.
    private const int Trees = 100, Leaves = 12, RowsInLeaf = 20;
    private const double Rate = 0.1;

    /// <summary>Scores of test rows: higher where the label 1 is likelier, or the numbers foretold.</summary>
    /// <param name="boosted">Trees; else linear.</param>
    /// <param name="numbers">Labels are numbers; else 0 or 1.</param>
    /// <param name="rows">Training rows.</param>
    /// <param name="labels">A label for each.</param>
    /// <param name="test">Rows to score.</param>
    public static double[] Scores(bool boosted, bool numbers, float[][] rows, float[] labels, float[][] test)
    {
        if (labels.Length == 0 || labels.All(label => label == labels[0]))
        {
            return Array.ConvertAll(test, _ => labels.Length == 0 ? 0 : (double)labels[0]); // nothing to learn
        }

        if (numbers && !boosted)
        {
            return RidgeScores(rows, labels, test);
        }

        var ml = new MLContext(seed: 1);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        IDataView training = ml.Data.LoadFromEnumerable(
            rows.Zip(labels, (row, label) => new Row { Features = row, Number = label, Label = label > 0.5f }), schema);
        ITransformer model = (boosted, numbers) switch
        {
            (true, true) => ml.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
            {
                LabelColumnName = nameof(Row.Number),
                NumberOfTrees = Trees,
                NumberOfLeaves = Leaves,
                MinimumExampleCountPerLeaf = RowsInLeaf,
                LearningRate = Rate,
                NumberOfThreads = 1,
            }).Fit(training),
            (true, false) => ml.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
            {
                NumberOfTrees = Trees,
                NumberOfLeaves = Leaves,
                MinimumExampleCountPerLeaf = RowsInLeaf,
                LearningRate = Rate,
                NumberOfThreads = 1,
            }).Fit(training),
            _ => ml.BinaryClassification.Trainers.LbfgsLogisticRegression(
                new LbfgsLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1 }).Fit(training),
        };
        IDataView scored = model.Transform(ml.Data.LoadFromEnumerable(test.Select(row => new Row { Features = row }), schema));
        return [.. scored.GetColumn<float>("Score").Select(score => (double)score)];
    }

    private static double[] RidgeScores(float[][] rows, float[] labels, float[][] test)
    {
        Matrix<double> design = Design(rows);
        Matrix<double> normal = design.TransposeThisAndMultiply(design);
        for (int slot = 0; slot < normal.RowCount - 1; slot++)
        {
            normal[slot, slot] += Ridge; // all but the intercept
        }

        Vector<double> weights = normal.Cholesky().Solve(
            design.TransposeThisAndMultiply(Vector<double>.Build.Dense(labels.Length, row => labels[row])));
        return [.. Design(test) * weights];
    }

    private static Matrix<double> Design(float[][] rows) => Matrix<double>.Build.Dense(
        rows.Length, rows[0].Length + 1, (row, slot) => slot < rows[row].Length ? rows[row][slot] : 1);

    private sealed class Row
    {
        public float[] Features { get; init; } = [];

        public float Number { get; init; }

        public bool Label { get; init; }
    }
}
