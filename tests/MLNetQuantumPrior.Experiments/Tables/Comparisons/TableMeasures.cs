using MLNetQuantumPrior.Evaluation;

namespace MLNetQuantumPrior.Experiments;

/// <summary>What synthetic rows are worth: as <see cref="SyntheticDataReport"/> has it, with test rows for the learners alone.</summary>
internal static class TableMeasures
{
    private static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };

    /// <summary>How like real rows they are, and how close to those that were learned.</summary>
    /// <param name="split">Rows that were learned, and others to compare with: the holdout.</param>
    /// <param name="synthetic">The rows.</param>
    /// <param name="seed">Which rows are compared where there are more of one kind.</param>
    public static Dictionary<string, double> OfRows(TableSplit split, Table synthetic, ulong seed)
    {
        IReadOnlyList<TableColumn> train = split.Train.Columns(), drawn = synthetic.Columns();
        CodedTable[] coded = CodedTable.Of(train, split.Holdout.Columns(), drawn);
        TableQuality quality = TableQuality.Of(train, drawn);
        PrivacyFigures privacy = Closeness.Of(coded[0], coded[1], coded[2], seed, OneThread);
        var detection = new Detection(coded[0], coded[2], seed, ~seed);
        return new()
        {
            ["shapes"] = quality.Shapes,
            ["trends"] = quality.Trends,
            ["missing"] = quality.Columns.Average(column => column.MissingCells),
            ["detectionBoosted"] = Detected(isBoosted: true),
            ["detectionLogistic"] = Detected(isBoosted: false),
            ["closer"] = privacy.CloserShare,
            ["dcr"] = privacy.DistanceRatio,
            ["copies"] = privacy.Copies,
            ["violations"] = new TableRange(coded[0]).Violations(coded[2]).Rows,
        };

        double Detected(bool isBoosted) => Enumerable.Range(0, Detection.Folds).Average(fold => detection.Of(fold, isBoosted));
    }

    /// <summary>What learners that are trained on them predict of the test rows: AUC of the target's classes, R2 of numbers.</summary>
    public static Dictionary<string, double> OfLearners(TableSplit split, Table synthetic)
    {
        CodedTable[] coded = CodedTable.Of(split.Train.Columns(), split.Test.Columns(), synthetic.Columns());
        var prediction = new Prediction(coded[0], coded[1], split.Train.Target);
        return new()
        {
            ["tstr"] = prediction.Of(coded[2], boosted: true),
            ["tstrLogistic"] = prediction.Of(coded[2], boosted: false),
        };
    }
}
