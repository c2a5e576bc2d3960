using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class NormalizationCatalog
{
    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, string outputColumnName,
        string inputColumnName = null, long maximumExampleCount = 1000000000, bool fixZero = true) =>
        catalog.NormalizeMinMax([new InputOutputColumnPair(outputColumnName, inputColumnName)], maximumExampleCount, fixZero);

    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = 1000000000, bool fixZero = true) =>
        new(Pairs(columns), new NormalizerOptions(NormalizerKind.MinMax, fixZero, maximumExampleCount));

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, string outputColumnName,
        string inputColumnName = null, long maximumExampleCount = 1000000000, bool fixZero = true, bool useCdf = false) =>
        catalog.NormalizeMeanVariance(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)], maximumExampleCount, fixZero, useCdf);

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = 1000000000, bool fixZero = true, bool useCdf = false)
    {
        if (useCdf)
            throw Contracts.ExceptNotSupp("The offline subset of ML.NET has no normalization by the distribution function.");
        return new NormalizingEstimator(Pairs(columns), new NormalizerOptions(NormalizerKind.MeanVariance, fixZero, maximumExampleCount));
    }

    private static (string, string)[] Pairs(InputOutputColumnPair[] columns) =>
        [.. Contracts.CheckValue(columns, nameof(columns)).Select(pair => (pair.OutputColumnName, pair.InputColumnName))];
}
