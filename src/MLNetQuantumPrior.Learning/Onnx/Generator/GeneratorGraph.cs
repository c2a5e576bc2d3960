using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// "Id", "Seed", "Sweeps" and "Beta", and "Class" where rows are drawn by class, <c>[N, 1]</c> each, -> "Bits" <c>[N, LatentSize]</c>,
/// "Features" <c>[N, InputSize]</c> and "Energy" <c>[N, 1]</c>: the graph of a generator's ONNX file.
/// </summary>
internal static class GeneratorGraph
{
    public static GraphProto Of(
        GraphBuilder graph, BmVaeModel model, PortableTables tables, GenerationOptions options, OnnxPrecision precision)
    {
        Term? label = tables.Classes > 0 ? Input("Class", DataType.Float) : null;
        Term id = Input("Id", DataType.Int64), seed = Input("Seed", DataType.Int64), sweeps = Input("Sweeps", DataType.Int64);
        Term beta = Input("Beta", DataType.Float);
        Term isKnown = IsKnown(tables, label, sweeps, beta);
        Term set = label is null ? id - id : label.Where(isKnown, label.Number(0)).Cast(DataType.Int64);
        Term key = SquaresSteps.Key(seed, id, label is null ? set : set + 1);
        Term largestBeta = Term.Constant(graph, TensorProto.Of("beta.largest", [], [PortableTables.LargestBeta]));
        var rows = new RowTerms(key, set, sweeps, Term.Of("Min", DataType.Float, [beta, largestBeta]));

        var generator = new GeneratorSteps(graph, tables, precision);
        Term bits = generator.Bits(isKnown, rows);
        var drawn = new GraphValue(bits.Name, RowShape.Flat(tables.Bits));
        string condition = isKnown.Name;
        graph.Output(GenerationSteps.NaNUnless(graph, condition, drawn, "Bits"));
        graph.Output(GenerationSteps.NaNUnless(graph, condition, Features(graph, model, drawn, key, options), "Features"));
        var energy = new GraphValue(generator.Energy(bits).Name, RowShape.Flat(1));
        graph.Output(GenerationSteps.NaNUnless(graph, condition, energy, "Energy"));
        return graph.ToGraph();

        Term Input(string name, DataType type) => new(graph, graph.Input(name, 1, type).Name, type);
    }

    /// <summary><see cref="PortableSampler.IsKnown"/>. <c>[N, 1]</c></summary>
    private static Term IsKnown(PortableTables tables, Term? label, Term sweeps, Term beta)
    {
        Term largest = Term.Constant(beta.Graph, TensorProto.Of("beta.finite", [], [float.MaxValue]));
        Term isKnown = (sweeps >= 0) & (sweeps <= PortableGenerator.MaxSweeps) & (beta >= 0) & (beta <= largest);
        return label is null
            ? isKnown
            : isKnown & (label >= 0) & (label <= tables.Classes - 1) & label.IsEqual(Term.Of("Floor", DataType.Float, [label]));
    }

    private static GraphValue Features(GraphBuilder graph, BmVaeModel model, GraphValue bits, Term key, GenerationOptions options)
    {
        Likelihood likelihood = model.Architecture.Likelihood;
        GraphValue outputs = LayerSteps.Decoder(graph, bits, model, "decoder.outputs");
        GraphValue scaled = FeatureSteps.Expected(graph, outputs, likelihood, "features.scaled");
        if (options.IsSampled(model))
        {
            scaled = scaled with { Name = SampledFeatureSteps.Draw(new(graph, scaled.Name, DataType.Float), key, model).Name };
        }

        return model.Scaling.IsInverseIdentity ? scaled : FeatureSteps.Unscale(graph, scaled, model.Scaling, "features");
    }
}
