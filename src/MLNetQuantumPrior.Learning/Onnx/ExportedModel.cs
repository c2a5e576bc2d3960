using System.Reflection;
using System.Text.Json;

namespace MLNetQuantumPrior.Learning;

/// <summary>The ONNX models of an autoencoder: graphs as chains of steps, and what is said about them.</summary>
internal static class ExportedModel
{
    private const string Features = "Features";
    private const string Logits = "Logits";
    private const string Bits = "Bits";
    private const string Probabilities = "Probabilities";

    private const string LatentSizeKey = "latent_size";
    private const string SlotNamesKey = "slot_names";

    private const int Opset = 17;

    private static readonly string Version = typeof(ExportedModel).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]; // what follows is the commit

    /// <summary>"Features" <c>[N, InputSize]</c> -> "Logits" and "Bits" <c>[N, LatentSize]</c>.</summary>
    public static OnnxModel Encoder(VaeArchitecture architecture, ReadOnlySpan<float> parameters, ReadOnlySpan<string> slotNames = default)
    {
        var graph = new GraphBuilder("encoder");
        GraphValue features = graph.Input(Features, architecture.InputSize);
        var network = new NetworkStep("encoder", architecture.Encoder, architecture, parameters);
        GraphValue logits = graph.Output(Logits, features, network);
        graph.Output(Bits, logits, new BitStep());
        return Of(graph.ToGraph(), architecture, slotNames);
    }

    /// <summary>"Bits" <c>[N, LatentSize]</c> -> "Probabilities" <c>[N, InputSize]</c>.</summary>
    public static OnnxModel Decoder(VaeArchitecture architecture, ReadOnlySpan<float> parameters, ReadOnlySpan<string> slotNames = default)
    {
        var graph = new GraphBuilder("decoder");
        GraphValue bits = graph.Input(Bits, architecture.LatentSize);
        var network = new NetworkStep("decoder", architecture.Decoder, architecture, parameters);
        GraphValue logits = network.Append(graph, bits, "decoder.logits");
        graph.Output(Probabilities, logits, new ProbabilityStep());
        return Of(graph.ToGraph(), architecture, slotNames);
    }

    private static OnnxModel Of(OnnxGraph graph, VaeArchitecture architecture, ReadOnlySpan<string> slotNames)
    {
        if (slotNames.Length > 0 && slotNames.Length != architecture.InputSize)
        {
            throw new ArgumentException(
                $"Slot names: expected {architecture.InputSize}, one a feature, got {slotNames.Length}.", nameof(slotNames));
        }

        var latentSize = new OnnxMetadata(LatentSizeKey, $"{architecture.LatentSize}");
        return new("MLNetQuantumPrior", Version, [new("", Opset)], graph)
        {
            Metadata = slotNames.IsEmpty
                ? [latentSize]
                : [latentSize, new(SlotNamesKey, JsonSerializer.Serialize(slotNames.ToArray()))],
        };
    }
}
