using System.Reflection;
using System.Text.Json;
using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>The ONNX models of an autoencoder: graphs, and what is said about them.</summary>
internal static class OnnxExport
{
    private const string Features = "Features";
    private const string Logits = "Logits";
    private const string Bits = "Bits";
    private const string Means = "Means";
    private const string LogVariances = "LogVariances";
    private const string Latents = "Latents";

    private const string LatentSizeKey = "latent_size";
    private const string SlotNamesKey = "slot_names";
    internal const string ClassNamesKey = "class_names";

    private const string AttributesKey = "attributes";

    /// <summary>Says that a file is a generator, and what its tables are called and mean.</summary>
    internal const string GeneratorVersionKey = "generator";
    internal const int GeneratorVersion = 1;

    private const int Opset = 17;

    /// <summary>The version of the file format that came with operator set 17.</summary>
    private const int IrVersion = 8;

    private static readonly string Version = typeof(OnnxExport).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]; // what follows is the commit

    /// <summary>A precision that every file may have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is for decoders alone, or none.</exception>
    public static OnnxPrecision NotInteger(OnnxPrecision precision) => precision == OnnxPrecision.Int8
        ? throw Check.Wrong($"{OnnxPrecision.Single} or {OnnxPrecision.Half}, because only decoders know it", precision, nameof(precision))
        : Check.Known(precision, nameof(precision));

    /// <summary>
    /// "Features" <c>[N, InputSize]</c> -> "Logits" and "Bits" <c>[N, LatentSize]</c>; "Means" and "LogVariances" of Gaussian latents.
    /// </summary>
    public static ModelProto Encoder(BmVaeModel model, OnnxPrecision precision = OnnxPrecision.Single)
    {
        var graph = new GraphBuilder("encoder", precision);
        GraphValue features =
            FeatureSteps.Whole(graph, graph.Input(Features, model.Architecture.InputSize), model.Scaling, "encoder.whole");
        GraphValue scaled = FeatureSteps.Scale(graph, features, model.Scaling, model.Architecture.Likelihood, "encoder.scaled");
        if (model.Kind == PriorKind.Gaussian)
        {
            int latents = model.Architecture.LatentSize;
            GraphValue code = LayerSteps.Encoder(graph, scaled, model, "encoder.code"), notFinite = NotFinite();
            graph.Output(LatentSteps.Columns(graph, code, 0, latents, "encoder.means"), notFinite, Means);
            graph.Output(LatentSteps.Columns(graph, code, latents, latents, "encoder.logVariances"), notFinite, LogVariances);
        }
        else
        {
            GraphValue logits = LayerSteps.Encoder(graph, scaled, model, "encoder.logits"), notFinite = NotFinite();
            graph.Output(logits, notFinite, Logits);
            graph.Output(LatentSteps.Bits(graph, logits, "encoder.bits"), notFinite, Bits);
        }

        return Of(graph.ToGraph(), model);

        GraphValue NotFinite() => FeatureSteps.NotFinite(graph, features, "encoder.notFinite");
    }

    /// <summary>"Bits", or "Latents" where they are Gaussian, <c>[N, LatentSize]</c> -> "Features" <c>[N, InputSize]</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="precision">How weights are stored.</param>
    /// <param name="staysScaled">Whether features are the scaled ones, not those in the units of the training data.</param>
    public static ModelProto Decoder(
        BmVaeModel model, OnnxPrecision precision = OnnxPrecision.Single, bool staysScaled = false)
    {
        var graph = new GraphBuilder("decoder", precision);
        GraphValue latents = graph.Input(model.Kind == PriorKind.Gaussian ? Latents : Bits, model.Architecture.LatentSize);
        ImmutableArray<LayerRange> ranges = precision == OnnxPrecision.Int8 ? RangesOfDense(model) : [];
        graph.Output(Decoded(graph, model, latents, Features, staysScaled, ranges));
        return Of(graph.ToGraph(), model);
    }

    /// <summary>What <see cref="PortableGenerator.SaveOnnx(string)"/> writes.</summary>
    public static ModelProto Generator(
        BmVaeModel model, PortableGenerator generator, GenerationOptions options, OnnxPrecision precision)
    {
        var graph = new GraphBuilder("generator", precision);
        ModelProto made = Of(GeneratorGraph.Of(graph, model, generator.Tables, options, precision), model);
        Say(made, GeneratorVersionKey, $"{GeneratorVersion}");
        if (!generator.ClassNames.IsEmpty)
        {
            Say(made, ClassNamesKey, JsonSerializer.Serialize(generator.ClassNames, PlainJson.Default.ImmutableArrayString));
        }

        return made;
    }

    /// <summary>What <see cref="BmVaeModel.SaveEditorOnnx(string, EditorOptions?, OnnxPrecision)"/> writes.</summary>
    public static ModelProto Editor(BmVaeModel model, EditorOptions options, OnnxPrecision precision)
    {
        ModelProto made = Of(EditorGraph.Of(model, options, precision), model);
        string attributes = JsonSerializer.Serialize(
            EditorAttribute.Of(model.Attributes), PlainJson.Default.ImmutableArrayEditorAttribute);
        Say(made, AttributesKey, attributes);
        return made;
    }

    /// <summary>"Features" <c>[N, InputSize]</c> -> what is asked for of each row, under the names of <see cref="RowOutput"/>.</summary>
    public static ModelProto Rows(
        BmVaeModel model,
        ImmutableArray<RowOutput> outputs,
        OutlierMeasure measure = OutlierMeasure.Combined,
        OnnxPrecision precision = OnnxPrecision.Single) =>
        Of(RowGraph.Of(model, outputs, measure, precision), model);

    /// <summary>
    /// "Features" <c>[N, InputSize]</c> -> all that the model can say of a row, under the names of <see cref="RowOutput"/>.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="measure">By what outlier scores call a row strange; null for the default of the prior.</param>
    /// <param name="precision">How weights of the networks are stored.</param>
    /// <exception cref="InvalidOperationException">A measure is asked for, and the model is not calibrated for it.</exception>
    public static ModelProto Autoencoder(BmVaeModel model, OutlierMeasure? measure, OnnxPrecision precision)
    {
        bool isGaussian = model.Kind == PriorKind.Gaussian, isCalibrated = model.Outliers is { IsMeasured: true };
        if (measure is not null && !isCalibrated)
        {
            throw new InvalidOperationException(
                $"Outlier measure {measure}: expected a model calibrated on ordinary rows, got one that is not.");
        }

        ImmutableArray<RowOutput> code = isGaussian
            ? [RowOutput.Means, RowOutput.LogVariances]
            : [RowOutput.Logits, RowOutput.Bits, RowOutput.Energy];
        ImmutableArray<RowOutput> scores = !isCalibrated ? []
            : model.Outliers!.HeldOut.IsEmpty ? [RowOutput.OutlierScore]
            : [RowOutput.OutlierScore, RowOutput.PValue];
        return Rows(
            model,
            [.. code, RowOutput.Reconstruction, RowOutput.ReconstructionLoss, .. scores],
            measure ?? model.Kind.DefaultMeasure(),
            precision);
    }

    /// <summary>Latents to expected features. <c>[N, LatentSize] -> [N, InputSize]</c></summary>
    /// <param name="graph">The graph.</param>
    /// <param name="model">The model.</param>
    /// <param name="latents">Bits, or what is Gaussian.</param>
    /// <param name="name">Name of the result.</param>
    /// <param name="staysScaled">Whether features are the scaled ones, not those in the units of the training data.</param>
    /// <param name="ranges">Of what each layer takes, where dense layers are to compute in integers; empty where they are not.</param>
    public static GraphValue Decoded(
        GraphBuilder graph,
        BmVaeModel model,
        GraphValue latents,
        string name,
        bool staysScaled = false,
        ImmutableArray<LayerRange> ranges = default)
    {
        GraphValue outputs = LayerSteps.Decoder(graph, latents, model, "decoder.outputs", ranges);
        if (!ranges.IsDefaultOrEmpty)
        {
            // What integers make of NaN is up to the runtime.
            GraphValue notFinite = FeatureSteps.NotFinite(graph, latents, "decoder.notFinite");
            outputs = outputs with { Name = graph.Node("Add", "decoder.finite", [outputs.Name, notFinite.Name]) };
        }

        bool isScaled = !model.Scaling.IsInverseIdentity && !staysScaled;
        GraphValue expected =
            FeatureSteps.Expected(graph, outputs, model.Architecture.Likelihood, isScaled ? $"{name}.scaled" : name);
        return isScaled ? FeatureSteps.Unscale(graph, expected, model.Scaling, name) : expected;
    }

    private static ImmutableArray<LayerRange> RangesOfDense(BmVaeModel model) =>
        model.Architecture.Decoder.FirstOrDefault(layer => layer is not (Dense or Activation or BatchNorm)) is { } other
            ? throw new NotSupportedException(
                $"Precision {OnnxPrecision.Int8}: expected a decoder of dense layers, activations and normalisations, got {other}.")
            : LayerRange.OfDecoder(model);

    /// <summary>The encoder, or where it is code the weights alone, in a graph that computes nothing.</summary>
    public static ModelProto EncoderOrWeights(BmVaeModel model) =>
        model.Architecture.Encoder is [CustomNetwork] ? Weights("encoder", model) : Encoder(model);

    /// <summary>The decoder, or where it is code the weights alone, in a graph that computes nothing.</summary>
    public static ModelProto DecoderOrWeights(BmVaeModel model) =>
        model.Architecture.Decoder is [CustomNetwork] ? Weights("decoder", model) : Decoder(model);

    private static ModelProto Weights(string network, BmVaeModel model)
    {
        var weights = new GraphProto { Name = network };
        bool IsOurs(ParameterBlock block) => block.Name.StartsWith($"{network}.", StringComparison.Ordinal);
        weights.Initializer.AddRange(
            model.Architecture.Parameters.Where(IsOurs).Select(block => TensorProto.Of(block, model.Parameters)));
        return Of(weights, model);
    }

    private static ModelProto Of(GraphProto graph, BmVaeModel model)
    {
        var made = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "MLNetQuantumPrior",
            ProducerVersion = Version,
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
        };
        Say(made, LatentSizeKey, $"{model.Architecture.LatentSize}");
        if (!model.SlotNames.IsEmpty)
        {
            Say(made, SlotNamesKey, JsonSerializer.Serialize(model.SlotNames, PlainJson.Default.ImmutableArrayString));
        }

        return made;
    }

    private static void Say(ModelProto model, string key, string value) =>
        model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
}
