using MLNetQuantumPrior.Evaluation;

namespace MLNetQuantumPrior.Experiments;

/// <summary>How well classifiers find the smallest class of the test rows.</summary>
internal static class RareClass
{
    /// <summary>Trains boosted trees and a logistic regression, and measures AUC and balanced accuracy on the test rows.</summary>
    /// <param name="split">Its training rows say what features there are; its test rows are predicted.</param>
    /// <param name="rows">What to train on.</param>
    public static TableFigures Measure(TableSplit split, Table rows)
    {
        CodedTable[] coded = CodedTable.Of(split.Train.Columns(), split.Test.Columns(), rows.Columns());
        int target = split.Train.Target;
        int[] sizes = split.Train.ClassSizes();
        string rare = split.Train.TargetField.Categories[Array.IndexOf(sizes, sizes.Min())];
        double code = coded[0].Columns[target].Categories.IndexOf(rare);
        var features = new MLNetQuantumPrior.Evaluation.TableFeatures(coded[0], target);
        float[][] train = features.Of(coded[2]), test = features.Of(coded[1]);
        float[] labels = Array.ConvertAll(coded[2].Columns[target].Cells, cell => cell == code ? 1f : 0);
        double[] truth = coded[1].Columns[target].Cells;
        var figures = new Dictionary<string, double>();
        foreach ((string name, bool isBoosted) in new[] { ("boosted", true), ("logistic", false) })
        {
            double[] scores = StockLearner.Scores(isBoosted, numbers: false, train, labels, test);
            double[] others = [.. scores.Where((_, row) => truth[row] != code)], own = [.. scores.Where((_, row) => truth[row] == code)];
            figures[$"auc:{name}"] = Auroc.Of(others, own);
            figures[$"balancedAccuracy:{name}"] =
                (others.Average(score => score <= 0 ? 1.0 : 0) + own.Average(score => score > 0 ? 1.0 : 0)) / 2;
        }

        return new(figures, $"{rows.Rows} rows");
    }
}
