using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;
using static Microsoft.ML.Transforms.MissingValueReplacingEstimator;

namespace Microsoft.ML;

public static class ExtensionsCatalog
{
    public static MissingValueIndicatorEstimator IndicateMissingValues(this TransformsCatalog catalog, string outputColumnName,
        string inputColumnName = null) =>
        catalog.IndicateMissingValues([new InputOutputColumnPair(outputColumnName, inputColumnName)]);

    public static MissingValueIndicatorEstimator IndicateMissingValues(this TransformsCatalog catalog, InputOutputColumnPair[] columns) =>
        new(Pairs(columns));

    public static MissingValueReplacingEstimator ReplaceMissingValues(this TransformsCatalog catalog, string outputColumnName,
        string inputColumnName = null, ReplacementMode replacementMode = ReplacementMode.DefaultValue, bool imputeBySlot = true) =>
        catalog.ReplaceMissingValues([new InputOutputColumnPair(outputColumnName, inputColumnName)], replacementMode, imputeBySlot);

    public static MissingValueReplacingEstimator ReplaceMissingValues(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        ReplacementMode replacementMode = ReplacementMode.DefaultValue, bool imputeBySlot = true) =>
        new(Pairs(columns), replacementMode, imputeBySlot);

    private static (string, string)[] Pairs(InputOutputColumnPair[] columns) =>
        [.. Contracts.CheckValue(columns, nameof(columns)).Select(pair => (pair.OutputColumnName, pair.InputColumnName))];
}
