using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetContract.Tests.Doubles;

/// <summary>An estimator that changes nothing and remembers the schema shape it was asked about.</summary>
internal sealed class ShapeProbe : IEstimator<ITransformer>
{
    public SchemaShape Seen { get; private set; }

    /// <summary>The shape that a view's schema has.</summary>
    public static SchemaShape Of(IDataView data)
    {
        var probe = new ShapeProbe();
        new EstimatorChain<ITransformer>().Append(probe).Fit(data);
        return probe.Seen;
    }

    public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = inputSchema;
}
