using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;
using static Microsoft.ML.Transforms.OneHotEncodingEstimator;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

namespace Microsoft.ML;

public static class CategoricalCatalog
{
    public static OneHotEncodingEstimator OneHotEncoding(this TransformsCatalog.CategoricalTransforms catalog, string outputColumnName,
        string inputColumnName = null, OutputKind outputKind = OutputKind.Indicator, int maximumNumberOfKeys = 1000000,
        KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence, IDataView keyData = null) =>
        catalog.OneHotEncoding(
            [new InputOutputColumnPair(outputColumnName, inputColumnName)], outputKind, maximumNumberOfKeys, keyOrdinality, keyData);

    public static OneHotEncodingEstimator OneHotEncoding(this TransformsCatalog.CategoricalTransforms catalog,
        InputOutputColumnPair[] columns, OutputKind outputKind = OutputKind.Indicator, int maximumNumberOfKeys = 1000000,
        KeyOrdinality keyOrdinality = KeyOrdinality.ByOccurrence, IDataView keyData = null)
    {
        (string Output, string Input)[] pairs =
            [.. Contracts.CheckValue(columns, nameof(columns)).Select(pair => (pair.OutputColumnName, pair.InputColumnName))];
        var keys = new ValueToKeyMappingEstimator(catalog.GetEnvironment(), pairs, maximumNumberOfKeys, keyOrdinality, true, keyData);
        if (outputKind == OutputKind.Key)
            return new OneHotEncodingEstimator(keys, null);
        Contracts.CheckParam(outputKind is OutputKind.Indicator or OutputKind.Bag, nameof(outputKind));
        return new OneHotEncodingEstimator(keys, new KeyToVectorMappingEstimator(new KeyToVectorMappingTransformer(
            [.. pairs.Select(pair => (pair.Output, pair.Output))], [.. pairs.Select(_ => outputKind == OutputKind.Bag)])));
    }
}
