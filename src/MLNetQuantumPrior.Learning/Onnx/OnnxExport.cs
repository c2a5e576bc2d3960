using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>The ONNX models of an autoencoder: graphs as chains of steps, and what is said about them.</summary>
internal static class ExportedModel
{
    private const string Features = "Features";
    private const string Logits = "Logits";
    private const string Bits = "Bits";
    private const string Means = "Means";
    private const string LogVariances = "LogVariances";
    private const string Latents = "Latents";
    private const string Noise = "Noise";
    private const string Class = "Class";

    private const string LatentSizeKey = "latent_size";
    private const string SlotNamesKey = "slot_names";
    private const string ClassNamesKey = "class_names";

    private const int Opset = 17;

    private static readonly string Version = typeof(ExportedModel).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]; // what follows is the commit

    /// <summary>
    /// "Features" <c>[N, InputSize]</c> -> "Logits" and "Bits" <c>[N, LatentSize]</c>; "Means" and "LogVariances" of Gaussian latents.
    /// </summary>
    public static OnnxModel Encoder(BmVaeModel model)
    {
        var graph = new GraphBuilder("encoder");
        GraphValue features = graph.Input(Features, model.Architecture.InputSize);
        GraphValue scaled = new ScaleStep(model.Scaling, model.Architecture.Likelihood).Append(graph, features, "encoder.scaled");
        var network = new NetworkStep("encoder", model.Architecture.Encoder, model.Architecture, model.Parameters);
        if (model.Kind == PriorKind.Gaussian)
        {
            GraphValue code = network.Append(graph, scaled, "encoder.code");
            graph.Output(Means, code, new ColumnsStep(0, model.Architecture.LatentSize));
            graph.Output(LogVariances, code, new ColumnsStep(model.Architecture.LatentSize, model.Architecture.LatentSize));
        }
        else
        {
            GraphValue logits = graph.Output(Logits, scaled, network);
            graph.Output(Bits, logits, new BitStep());
        }

        return Of(graph.ToGraph(), model);
    }

    /// <summary>"Bits", or "Latents" where they are Gaussian, <c>[N, LatentSize]</c> -> "Features" <c>[N, InputSize]</c>.</summary>
    public static OnnxModel Decoder(BmVaeModel model)
    {
        var graph = new GraphBuilder("decoder");
        GraphValue latents = graph.Input(model.Kind == PriorKind.Gaussian ? Latents : Bits, model.Architecture.LatentSize);
        AppendDecoder(graph, model, latents);
        return Of(graph.ToGraph(), model);
    }

    /// <summary>
    /// "Noise" <c>[N, 1]</c>, and "Class" <c>[N, 1]</c> in conditional mode, -> "Bits" <c>[N, LatentSize]</c>, one of many stored draws,
    /// and "Features" <c>[N, InputSize]</c>.
    /// </summary>
    public static OnnxModel Generator(BmVaeModel model, GenerationOptions options)
    {
        bool isConditional = options.Mode == GenerationMode.Conditional;
        int laws = isConditional ? model.ClassNames.Length : 1, latents = model.Architecture.LatentSize;
        int[] labels = [.. Enumerable.Range(0, laws).SelectMany(law => Enumerable.Repeat(isConditional ? law : -1, options.PoolSize))];
        ulong[] ids = [.. labels.Select((_, row) => (ulong)(row % options.PoolSize))];
        SpinMatrix spins = new LatentGenerator(model.Prior, model.Classes, options).Draw(labels, ids).Spins;
        byte[] bits = Array.ConvertAll(LatentBits.Of(spins), bit => (byte)bit);

        var graph = new GraphBuilder("generator");
        GraphValue noise = graph.Input(Noise, 1);
        GraphValue? classes = isConditional ? graph.Input(Class, 1) : null;
        var stored = new OnnxTensor("draws", OnnxElement.UInt8, [labels.Length, latents], bits);
        AppendDecoder(graph, model, graph.Output(Bits, noise, new StoredDrawStep(stored, options.PoolSize, classes)));
        OnnxModel made = Of(graph.ToGraph(), model);
        var classNames = new OnnxMetadata(ClassNamesKey, JsonSerializer.Serialize(model.ClassNames));
        return isConditional ? made with { Metadata = [.. made.Metadata, classNames] } : made;
    }

    /// <summary>"Features" <c>[N, InputSize]</c> -> what is asked for of each row, under the names of <see cref="RowOutput"/>.</summary>
    public static OnnxModel Rows(
        BmVaeModel model, ImmutableArray<RowOutput> outputs, OutlierMeasure measure = OutlierMeasure.Combined) =>
        Of(RowGraph.Of(model, outputs, measure), model);

    private static void AppendDecoder(GraphBuilder graph, BmVaeModel model, GraphValue latents)
    {
        var network = new NetworkStep("decoder", model.Architecture.Decoder, model.Architecture, model.Parameters);
        GraphValue outputs = network.Append(graph, latents, "decoder.outputs");
        var expected = new ExpectedFeatureStep(model.Architecture.Likelihood);
        if (model.Scaling.IsIdentity)
        {
            graph.Output(Features, outputs, expected);
        }
        else
        {
            graph.Output(Features, expected.Append(graph, outputs, $"{Features}.scaled"), new UnscaleStep(model.Scaling));
        }
    }

    /// <summary>The encoder, or where it is code the weights alone, in a graph that computes nothing.</summary>
    public static OnnxModel EncoderOrWeights(BmVaeModel model) =>
        model.Architecture.Encoder is [ForeignNetwork] ? Weights("encoder", model) : Encoder(model);

    /// <summary>The decoder, or where it is code the weights alone, in a graph that computes nothing.</summary>
    public static OnnxModel DecoderOrWeights(BmVaeModel model) =>
        model.Architecture.Decoder is [ForeignNetwork] ? Weights("decoder", model) : Decoder(model);

    private static OnnxModel Weights(string network, BmVaeModel model)
    {
        var weights = ImmutableArray.CreateBuilder<OnnxTensor>();
        bool IsOurs(ParameterBlock block) => block.Name.StartsWith($"{network}.", StringComparison.Ordinal);
        foreach (ParameterBlock block in model.Architecture.Parameters.Where(IsOurs))
        {
            weights.Add(OnnxTensor.Of(block.Name, [.. block.Shape.Select(size => (long)size)], model.Parameters[block.Offset..block.End]));
        }

        return Of(new OnnxGraph(network) { Constants = weights.ToImmutable() }, model);
    }

    private static OnnxModel Of(OnnxGraph graph, BmVaeModel model)
    {
        var latentSize = new OnnxMetadata(LatentSizeKey, $"{model.Architecture.LatentSize}");
        return new("MLNetQuantumPrior", Version, [new("", Opset)], graph)
        {
            Metadata = model.SlotNames.IsEmpty ? [latentSize] : [latentSize, new(SlotNamesKey, JsonSerializer.Serialize(model.SlotNames))],
        };
    }
}
