using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetQuantumPrior.Tests;

/// <summary>A view's schema as estimators see it before there are data, by public API only: what a chain shows to its estimators.</summary>
internal static class Shapes
{
    public static SchemaShape Of(IDataView view)
    {
        var recorder = new Recorder();
        Assert.ThrowsExactly<OperationCanceledException>(() => new EstimatorChain<ITransformer>().Append(recorder).Fit(view));
        return recorder.Shape!;
    }

    /// <summary>All that a shape says, sorted: columns and their annotations, each with kind and type.</summary>
    public static string[] Lines(SchemaShape shape) =>
        [.. shape.Select(column => $"{Line(column)} ({string.Join(", ", column.Annotations.Select(Line).Order())})").Order()];

    private static string Line(SchemaShape.Column column) =>
        $"{column.Name}: {column.Kind} of {(column.IsKey ? "key " : "")}{column.ItemType}";

    private sealed class Recorder : IEstimator<ITransformer>
    {
        public SchemaShape? Shape { get; private set; }

        public ITransformer Fit(IDataView input) => throw new OperationCanceledException();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Shape = inputSchema;
    }
}
