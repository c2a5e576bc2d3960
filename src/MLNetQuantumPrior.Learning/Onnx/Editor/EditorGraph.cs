using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>
/// "Features" <c>[N, InputSize]</c>, for each attribute "Set_" and its name, "Id" and "Seed", <c>[N, 1]</c> each, -> "Edited"
/// <c>[N, InputSize]</c>, "Bits" <c>[N, LatentSize]</c>, "Reached", "Kept" and "ChangedBits" <c>[N, 1]</c>: the graph of an editor's ONNX
/// file.
/// </summary>
internal sealed class EditorGraph
{
    public const string SetPrefix = "Set_";

    private readonly GraphBuilder _graph;
    private readonly BmVaeModel _model;
    private readonly EditorOptions _options;
    private readonly AttributeSteps _attributes;

    private EditorGraph(BmVaeModel model, EditorOptions options, OnnxPrecision precision)
    {
        (_graph, _model, _options) = (new("editor", precision), model, options);
        _attributes = new(_graph, model.Attributes, DataType.Double);
    }

    public static GraphProto Of(BmVaeModel model, EditorOptions options, OnnxPrecision precision) =>
        new EditorGraph(model, options, precision).Make();

    private GraphProto Make()
    {
        VaeArchitecture networks = _model.Architecture;
        GraphValue features = FeatureSteps.Whole(_graph, _graph.Input("Features", networks.InputSize), _model.Scaling, "whole");
        Term set = Term.Joined(
            1, [.. _model.Attributes.Items.Select(item => Input(SetPrefix + item.Name, DataType.Float))]); // [N, attributes]
        Term id = Input("Id", DataType.Int64), seed = Input("Seed", DataType.Int64);

        GraphValue scaled = FeatureSteps.Scale(_graph, features, _model.Scaling, networks.Likelihood, "scaled");
        Term logits = OfValue(LayerSteps.Encoder(_graph, scaled, _model, "logits")).Cast(_attributes.Numbers);
        Term areUp = logits > 0;
        Term isKnown = AreAll(IsKnown(set)) & OfValue(FeatureSteps.NotFinite(_graph, features, "notFinite")).IsEqual(set.Number(0));
        set = set.Where(isKnown, set.Number(-1)).Cast(DataType.Int64);
        Term isSet = set >= 0, start = areUp.Cast(_attributes.Numbers);
        Term own = _attributes.MostProbable(_attributes.LogProbabilities(_attributes.Hidden(start)));
        Term ownPlaces = _attributes.Places(own), wanted = _attributes.Places(set.Where(isSet, own));
        Term push = (_attributes.Fields(wanted) - _attributes.Fields(ownPlaces)) * _attributes.Real(_options.Strength);

        Term sets = isSet.Cast(_attributes.Numbers), pending = (sets.RowSum() > 0).Rows();
        Term bits = new EditorSteps(_graph, _model.Prior, _attributes, _options)
            .Edit(new(areUp, logits, push, wanted, sets, id, seed), pending);
        Output(isKnown, bits, start, wanted, sets);
        return _graph.ToGraph();
    }

    private void Output(Term isKnown, Term bits, Term start, Term wanted, Term isSet)
    {
        Term codes = bits.Cast(_attributes.Numbers);
        Term logs = _attributes.LogProbabilities(_attributes.Hidden(codes)).InRow(wanted), ofSet = (logs * isSet).RowSum();
        Term changed = Term.Of("Abs", _attributes.Numbers, [codes - start]).RowSum();
        var code = new GraphValue(bits.Name, RowShape.Flat(_model.Architecture.LatentSize));
        Add(OnnxExport.Decoded(_graph, _model, code, "edited"), "Edited");
        Add(code, "Bits");
        Add(Column(Term.Of("Exp", _attributes.Numbers, [ofSet])), "Reached");
        Add(Column(Term.Of("Exp", _attributes.Numbers, [logs.RowSum() - ofSet])), "Kept");
        Add(Column(changed), "ChangedBits");

        GraphValue Column(Term value) => new(value.Cast(DataType.Float).Name, RowShape.Flat(1));

        void Add(GraphValue value, string name) => _graph.Output(GenerationSteps.NaNUnless(_graph, isKnown.Name, value, name));
    }

    /// <summary>Whether each is the index of a value, or -1. <c>[N, attributes] -> [N, attributes]</c></summary>
    private Term IsKnown(Term set)
    {
        Term last = Term.Constant(_graph, TensorProto.Of(
            "attributes.last", [_attributes.Values.Length], [.. _attributes.Values.Select(values => (float)(values - 1))]));
        return (set >= -1) & (set <= last) & set.IsEqual(Term.Of("Floor", DataType.Float, [set]));
    }

    /// <summary>Whether all conditions of a row hold. <c>[N, n] -> [N, 1]</c></summary>
    private static Term AreAll(Term conditions)
    {
        Term failed = (!conditions).Cast(DataType.Float).RowSum();
        return failed.IsEqual(failed.Number(0));
    }

    private Term Input(string name, DataType type) => new(_graph, _graph.Input(name, 1, type).Name, type);

    private Term OfValue(GraphValue value) => new(_graph, value.Name, DataType.Float);
}
