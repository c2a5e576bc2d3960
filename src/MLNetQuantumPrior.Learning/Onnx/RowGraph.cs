using MLNetQuantumPrior.Learning.Onnx;
using DataType = MLNetQuantumPrior.Learning.Onnx.TensorProto.Types.DataType;

namespace MLNetQuantumPrior.Learning;

/// <summary>"Features" to a choice of outputs as one graph, which computes what they need and no more.</summary>
internal sealed class RowGraph
{
    private readonly BmVaeModel _model;
    private readonly OutlierMeasure _measure;
    private readonly GraphBuilder _graph;
    private readonly GraphValue _notFinite;
    private readonly Lazy<GraphValue> _scaled, _code, _latents, _spins, _outputs, _loss, _means, _score;

    private RowGraph(BmVaeModel model, OutlierMeasure measure, OnnxPrecision precision)
    {
        (_model, _measure, _graph) = (model, measure, new("rows", precision));
        VaeArchitecture networks = model.Architecture;
        GraphValue features = FeatureSteps.Whole(_graph, _graph.Input("Features", networks.InputSize), model.Scaling, "whole");
        _notFinite = FeatureSteps.NotFinite(_graph, features, "notFinite");
        _scaled = new(() => FeatureSteps.Scale(_graph, features, model.Scaling, networks.Likelihood, "scaled"));
        _code = new(() => LayerSteps.Encoder(_graph, _scaled.Value, model, "code"));
        _latents = new(() => Likeliest("latents"));
        _spins = new(() => LatentSteps.Spins(_graph, _latents.Value, "spins"));
        _outputs = new(() => LayerSteps.Decoder(_graph, _latents.Value, model, "outputs"));
        _loss = new(Loss);
        _means = new(() => model.Kind == PriorKind.Gaussian ? _latents.Value : LatentSteps.MeanSpins(_graph, _code.Value, "means"));
        _score = new(() => Score(features));
    }

    /// <summary>The graph. Its outputs have the names of their kinds.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">What the graph says of a row.</param>
    /// <param name="measure">By what outlier scores and p-values call a row strange.</param>
    /// <param name="precision">How weights of the networks are stored.</param>
    /// <exception cref="InvalidOperationException">
    /// The model cannot give an output: its latents are of another sort, or it is not calibrated.
    /// </exception>
    public static GraphProto Of(
        BmVaeModel model,
        ImmutableArray<RowOutput> outputs,
        OutlierMeasure measure,
        OnnxPrecision precision = OnnxPrecision.Single)
    {
        var rows = new RowGraph(model, measure, precision);
        foreach (RowOutput output in outputs)
        {
            rows._graph.Output(rows.Value(output), rows._notFinite, $"{output}");
        }

        return rows._graph.ToGraph();
    }

    private GraphValue Value(RowOutput output) => output switch
    {
        RowOutput.Logits => _code.Value,
        RowOutput.Bits or RowOutput.Means => _latents.Value,
        RowOutput.LogVariances => LogVariances("logVariances"),
        RowOutput.Probabilities => LatentSteps.Probabilities(_graph, _code.Value, "probabilities"),
        RowOutput.Spins => _spins.Value,
        RowOutput.Reconstruction => Reconstruction(),
        RowOutput.Energy => LatentSteps.Energy(_graph, _spins.Value, _model.Prior, "energy"),
        RowOutput.ReconstructionLoss => _loss.Value,
        RowOutput.OutlierScore => _score.Value,
        _ => PValue("p"),
    };

    private GraphValue Likeliest(string name) => _model.Kind == PriorKind.Gaussian
        ? LatentSteps.Columns(_graph, _code.Value, 0, _model.Architecture.LatentSize, name)
        : LatentSteps.Bits(_graph, _code.Value, name);

    private GraphValue LogVariances(string name)
    {
        int latents = _model.Architecture.LatentSize;
        return LatentSteps.Columns(_graph, _code.Value, latents, latents, name);
    }

    private GraphValue Loss() => FeatureSteps.Loss(
        _graph, _outputs.Value, _scaled.Value, _model.Architecture.Likelihood, _model.LikelihoodParameters, "loss");

    private GraphValue Reconstruction()
    {
        GraphValue expected = FeatureSteps.Expected(_graph, _outputs.Value, _model.Architecture.Likelihood, "expected");
        return _model.Scaling.IsInverseIdentity ? expected : FeatureSteps.Unscale(_graph, expected, _model.Scaling, "unscaled");
    }

    /// <summary><see cref="OutlierCalibration.Score"/> of the row: the terms that the measure takes, times their weights.</summary>
    private GraphValue Score(GraphValue features)
    {
        OutlierWeights weights = OutlierWeights.Of(_measure, _model.Outliers);
        var terms = new List<string>();
        Add(weights.Reconstruction, "reconstruction", Divergence);
        bool isGaussian = _model.Kind == PriorKind.Gaussian;
        int latents = _model.Architecture.LatentSize;
        Add(weights.PriorEnergy, "energy", name => isGaussian
            ? LatentSteps.NormalEnergy(_graph, _code.Value, latents, name)
            : LatentSteps.Energy(_graph, _means.Value, _model.Prior, name));
        Add(weights.Entropy, "entropy", name => isGaussian
            ? LatentSteps.NormalEntropy(_graph, _code.Value, latents, name)
            : LatentSteps.Entropy(_graph, _code.Value, name));
        Add(weights.Mahalanobis, "mahalanobis", name => OutlierSteps.Mahalanobis(_graph, _means.Value, _model.Outliers!.Codes!, name));
        var beyond = new BeyondRange(_model.Scaling, _model.Architecture.Likelihood);
        Add(beyond.IsEmpty ? 0 : weights.BeyondRange, "beyond", name => OutlierSteps.Beyond(_graph, features, beyond, name));
        terms.Add(_graph.Number("score.constant", (float)weights.Constant));
        return new(_graph.Node("Sum", "score", terms), RowShape.Flat(1));

        void Add(double weight, string term, Func<string, GraphValue> value)
        {
            if (weight != 0)
            {
                string name = $"score.{term}", factor = _graph.Number($"{name}.weight", (float)weight);
                terms.Add(_graph.Node("Mul", $"{name}.share", [value(name).Name, factor]));
            }
        }
    }

    private GraphValue Divergence(string name) => _model.Outliers is { IsOfFirstVersion: true }
        ? _loss.Value
        : OutlierSteps.Divergence(_graph, _outputs.Value, _scaled.Value, _loss.Value, _model, name);

    /// <summary>
    /// <see cref="ConformalPValue"/> of the row's score: (1 + held-out scores of at least this one) / (1 + held-out scores).
    /// <c>[N, 1]</c>
    /// </summary>
    private GraphValue PValue(string name)
    {
        OutlierWeights weights = OutlierWeights.Of(_measure, _model.Outliers);
        float[] scores = [.. _model.Outliers!.HeldOut.Select(terms => (float)weights.Score(terms))];
        GraphValue score = _score.Value;
        string heldOut = _graph.Constant(TensorProto.Of($"{name}.heldOut", [1, scores.Length], scores));
        string one = _graph.Number($"{name}.one", 1), all = _graph.Number($"{name}.all", 1f + scores.Length);
        string stranger = _graph.Node("GreaterOrEqual", $"{name}.stranger", [heldOut, score.Name]); // [N, held-out scores]
        string counted = _graph.Node("Cast", $"{name}.counted", [stranger], AttributeProto.Of("to", (long)DataType.Float));
        string count = _graph.Node("Add", $"{name}.count", [_graph.RowSum(counted, $"{name}.sum"), one]);
        return score with { Name = _graph.Node("Div", name, [count, all]) };
    }
}
