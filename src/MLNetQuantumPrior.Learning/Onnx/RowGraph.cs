using System.Collections.Immutable;

namespace MLNetQuantumPrior.Learning;

/// <summary>"Features" to a choice of outputs as one graph, which computes what they need and no more.</summary>
internal sealed class RowGraph
{
    private readonly BmVaeModel _model;
    private readonly OutlierMeasure _measure;
    private readonly GraphBuilder _graph = new("rows");
    private readonly Lazy<GraphValue> _scaled, _code, _latents, _spins, _outputs, _loss, _meanEnergy, _score;

    private RowGraph(BmVaeModel model, OutlierMeasure measure)
    {
        (_model, _measure) = (model, measure);
        VaeArchitecture networks = model.Architecture;
        GraphValue features = _graph.Input("Features", networks.InputSize);
        _scaled = new(() => new ScaleStep(model.Scaling, networks.Likelihood).Append(_graph, features, "scaled"));
        _code = new(() => new NetworkStep("encoder", networks.Encoder, networks, model.Parameters).Append(_graph, _scaled.Value, "code"));
        _latents = new(() => Likeliest().Append(_graph, _code.Value, "latents"));
        _spins = new(() => new SpinStep().Append(_graph, _latents.Value, "spins"));
        _outputs = new(() =>
            new NetworkStep("decoder", networks.Decoder, networks, model.Parameters).Append(_graph, _latents.Value, "outputs"));
        _loss = new(() =>
            new LikelihoodLossStep(networks.Likelihood, model.LikelihoodParameters, _scaled.Value).Append(_graph, _outputs.Value, "loss"));
        _meanEnergy = new(() =>
            new EnergyStep(model.Prior).Append(_graph, new MeanSpinStep().Append(_graph, _code.Value, "means"), "meanEnergy"));
        _score = new(Score);
    }

    private OutlierCalibration Outliers => _model.Outliers
        ?? throw new InvalidOperationException("Outlier score: expected a model calibrated on ordinary rows, got one that is not.");

    /// <summary>The graph. Its outputs have the names of their kinds.</summary>
    /// <param name="model">The model.</param>
    /// <param name="outputs">What the graph says of a row.</param>
    /// <param name="measure">By what outlier scores and p-values call a row strange.</param>
    /// <exception cref="InvalidOperationException">
    /// The model cannot give an output: its latents are of another sort, or it is not calibrated.
    /// </exception>
    public static OnnxGraph Of(BmVaeModel model, ImmutableArray<RowOutput> outputs, OutlierMeasure measure)
    {
        var rows = new RowGraph(model, measure);
        foreach (RowOutput output in outputs)
        {
            rows._graph.Output($"{output}", rows.Value(output), new NodeStep("Identity"));
        }

        return rows._graph.ToGraph();
    }

    private GraphValue Value(RowOutput output) => output switch
    {
        RowOutput.Bits or RowOutput.Means => _latents.Value,
        RowOutput.Probabilities => new NodeStep("Sigmoid").Append(_graph, _code.Value, "probabilities"),
        RowOutput.Spins => _spins.Value,
        RowOutput.Reconstruction => Reconstruction(),
        RowOutput.Energy => new EnergyStep(_model.Prior).Append(_graph, _spins.Value, "energy"),
        RowOutput.ReconstructionLoss => _loss.Value,
        RowOutput.OutlierScore => _score.Value,
        _ => new PValueStep(Outliers, _measure).Append(_graph, _score.Value, "p"),
    };

    private IGraphStep Likeliest() =>
        _model.Kind == PriorKind.Gaussian ? new ColumnsStep(0, _model.Architecture.LatentSize) : new BitStep();

    private GraphValue Reconstruction()
    {
        GraphValue expected = new ExpectedFeatureStep(_model.Architecture.Likelihood).Append(_graph, _outputs.Value, "expected");
        return _model.Scaling.IsIdentity ? expected : new UnscaleStep(_model.Scaling).Append(_graph, expected, "unscaled");
    }

    /// <summary><see cref="OutlierCalibration.Score"/> of the row.</summary>
    private GraphValue Score()
    {
        switch (_measure)
        {
            case OutlierMeasure.Reconstruction:
                return _loss.Value;
            case OutlierMeasure.PriorEnergy:
                return _meanEnergy.Value;
            case OutlierMeasure.FreeEnergy:
                string entropy = new EntropyStep().Append(_graph, _code.Value, "entropy").Name;
                string sum = _graph.Node("Add", "score.sum", [_loss.Value.Name, _meanEnergy.Value.Name]);
                return _loss.Value with { Name = _graph.Node("Sub", "score", [sum, entropy]) };
            default:
                string loss = Standardized(_loss.Value.Name, "score.loss", Outliers.ReconstructionMean, Outliers.ReconstructionDeviation);
                string energy = Standardized(_meanEnergy.Value.Name, "score.energy", Outliers.EnergyMean, Outliers.EnergyDeviation);
                return _loss.Value with { Name = _graph.Node("Add", "score", [loss, energy]) };
        }
    }

    private string Standardized(string value, string name, double mean, double deviation)
    {
        string center = _graph.Constant(OnnxTensor.Of($"{name}.mean", [], [(float)mean]));
        string unit = _graph.Constant(OnnxTensor.Of($"{name}.deviation", [], [(float)deviation]));
        return _graph.Node("Div", name, [_graph.Node("Sub", $"{name}.centred", [value, center]), unit]);
    }
}
