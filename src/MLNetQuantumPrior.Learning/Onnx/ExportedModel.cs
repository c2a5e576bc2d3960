using System.Reflection;
using System.Text.Json;

namespace MLNetQuantumPrior.Learning;

/// <summary>The ONNX models of an autoencoder: graphs as chains of steps, and what is said about them.</summary>
internal static class ExportedModel
{
    private const string Features = "Features";
    private const string Logits = "Logits";
    private const string Bits = "Bits";

    private const string LatentSizeKey = "latent_size";
    private const string SlotNamesKey = "slot_names";

    private const int Opset = 17;

    private static readonly string Version = typeof(ExportedModel).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]; // what follows is the commit

    /// <summary>"Features" <c>[N, InputSize]</c> -> "Logits" and "Bits" <c>[N, LatentSize]</c>.</summary>
    public static OnnxModel Encoder(BmVaeModel model)
    {
        var graph = new GraphBuilder("encoder");
        GraphValue features = graph.Input(Features, model.Architecture.InputSize);
        GraphValue scaled = new ScaleStep(model.Scaling, model.Architecture.Likelihood).Append(graph, features, "encoder.scaled");
        var network = new NetworkStep("encoder", model.Architecture.Encoder, model.Architecture, model.Parameters);
        GraphValue logits = graph.Output(Logits, scaled, network);
        graph.Output(Bits, logits, new BitStep());
        return Of(graph.ToGraph(), model);
    }

    /// <summary>"Bits" <c>[N, LatentSize]</c> -> "Features" <c>[N, InputSize]</c>.</summary>
    public static OnnxModel Decoder(BmVaeModel model)
    {
        var graph = new GraphBuilder("decoder");
        GraphValue bits = graph.Input(Bits, model.Architecture.LatentSize);
        var network = new NetworkStep("decoder", model.Architecture.Decoder, model.Architecture, model.Parameters);
        GraphValue outputs = network.Append(graph, bits, "decoder.outputs");
        var expected = new ExpectedFeatureStep(model.Architecture.Likelihood);
        if (model.Scaling.IsIdentity)
        {
            graph.Output(Features, outputs, expected);
        }
        else
        {
            graph.Output(Features, expected.Append(graph, outputs, $"{Features}.scaled"), new UnscaleStep(model.Scaling));
        }

        return Of(graph.ToGraph(), model);
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
