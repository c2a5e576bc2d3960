using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML;

public static class StandardTrainersCatalog
{
    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string featureColumnName = "Features", string exampleWeightColumnName = null,
        float l1Regularization = LbfgsMaximumEntropyMulticlassTrainer.Options.Defaults.L1Regularization,
        float l2Regularization = LbfgsMaximumEntropyMulticlassTrainer.Options.Defaults.L2Regularization,
        float optimizationTolerance = LbfgsMaximumEntropyMulticlassTrainer.Options.Defaults.OptimizationTolerance,
        int historySize = LbfgsMaximumEntropyMulticlassTrainer.Options.Defaults.HistorySize,
        bool enforceNonNegativity = LbfgsMaximumEntropyMulticlassTrainer.Options.Defaults.EnforceNonNegativity) =>
        new(catalog.GetEnvironment(), new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            L1Regularization = l1Regularization,
            L2Regularization = l2Regularization,
            OptimizationTolerance = optimizationTolerance,
            HistorySize = historySize,
            EnforceNonNegativity = enforceNonNegativity,
        });

    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        LbfgsMaximumEntropyMulticlassTrainer.Options options) =>
        new(catalog.GetEnvironment(), Contracts.CheckValue(options, nameof(options)));
}
