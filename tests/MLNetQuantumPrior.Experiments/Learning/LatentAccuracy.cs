using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Experiments;

/// <summary>What a linear classifier can tell of a table's classes from its latents, and from its features.</summary>
internal static class LatentAccuracy
{
    private const int Folds = 5;
    private const string Label = "Label as a key", Latent = "Latent", Scaled = "Scaled";

    /// <param name="ml">Its seed decides the folds.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">Columns of features.</param>
    /// <param name="label">The column of classes, of text.</param>
    /// <param name="options">How to train; the columns' names are set here.</param>
    public static Figures Measure(
        MLContext ml, IDataView table, IReadOnlyList<(string Name, bool IsNumber)> columns, string label, BmVaeEstimator.Options options)
    {
        IDataView rows = ml.Transforms.Conversion.MapValueToKey(Label, label).Fit(table).Transform(table);
        var folds = ml.Data.CrossValidationSplit(rows, Folds, seed: (int)options.Seed!);
        (double bits, double raw, double seconds, double processorSeconds) = (0, 0, 0, 0);
        foreach (DataOperationsCatalog.TrainTestData fold in folds)
        {
            ITransformer prepared = TableFeatures.Preparation(ml, columns).Fit(fold.TrainSet);
            IDataView train = ml.Data.Cache(prepared.Transform(fold.TrainSet)), test = ml.Data.Cache(prepared.Transform(fold.TestSet));
            var clock = new ProcessorClock();
            using BmVaeTransformer vae = ml.Transforms.BmVae(
                options with { InputColumnName = TableFeatures.Column, OutputColumnName = Latent }).Fit(train);
            (seconds, processorSeconds) = (seconds + (clock.WallSeconds / Folds), processorSeconds + (clock.ProcessorSeconds / Folds));
            bits += Accuracy(ml, vae, Latent, train, test) / Folds;
            raw += Accuracy(
                ml, ml.Transforms.NormalizeMeanVariance(Scaled, TableFeatures.Column).Fit(train), Scaled, train, test) / Folds;
        }

        return new(new() { ["accuracyBits"] = bits, ["accuracyRaw"] = raw }, seconds, processorSeconds);
    }

    private static double Accuracy(MLContext ml, ITransformer features, string column, IDataView train, IDataView test)
    {
        var classifier = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new() { LabelColumnName = Label, FeatureColumnName = column, NumberOfThreads = 1 });
        IDataView known = ml.Data.Cache(features.Transform(train), column, Label);
        IDataView scored = classifier.Fit(known).Transform(features.Transform(test));
        return ml.MulticlassClassification.Evaluate(scored, Label).MicroAccuracy;
    }
}
