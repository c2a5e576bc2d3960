using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetContract.Tests.Doubles;

/// <summary>Fits an estimator on data and applies it to the same data.</summary>
internal static class Fitted
{
    public static IDataView On(this IEstimator<ITransformer> estimator, IDataView data) => estimator.Fit(data).Transform(data);

    /// <summary>The same as part of a chain, which asks for the output schema before it fits.</summary>
    public static IDataView InChainOn(this IEstimator<ITransformer> estimator, IDataView data) =>
        new EstimatorChain<ITransformer>().Append(estimator).On(data);
}
