using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior;

/// <summary>The networks of a model, on ONNX Runtime; or where ONNX cannot hold one, on the engine that brought it.</summary>
internal sealed class NetworkSession : INetworkSession
{
    private readonly Compute _compute;

    private NetworkSession(ImmutableArray<int> sizes, Compute compute) => (OutputSizes, _compute) = (sizes, compute);

    private delegate void Compute(ReadOnlySpan<float> input, ReadOnlySpan<Memory<float>> outputs);

    public ImmutableArray<int> OutputSizes { get; }

    /// <summary>Features -> what is asked for of each row.</summary>
    /// <exception cref="NotSupportedException">A network is code, and an output is one that only the graph of layers gives.</exception>
    public static INetworkSession Rows(BmVaeModel model, ImmutableArray<RowOutput> outputs, OutlierMeasure measure)
    {
        VaeArchitecture networks = model.Architecture;
        if ((networks.Encoder is [CustomNetwork] ? networks.Encoder : networks.Decoder) is not [CustomNetwork network])
        {
            byte[] graph = OnnxFile.ToArray(OnnxExport.Rows(model, outputs, measure));
            return new OnnxSession("rows", graph, "Features", [.. outputs.Select(output => $"{output}")]);
        }

        RowOutput[] known = [RowOutput.Bits, RowOutput.Means, RowOutput.Probabilities, RowOutput.Spins, RowOutput.Reconstruction];
        if (outputs.Except(known).Any())
        {
            throw new NotSupportedException(
                $"Column of {outputs.Except(known).First()}: expected networks made of layers, got {network.Because}.");
        }

        return new NetworkSession(
            [.. outputs.Select(output => output == RowOutput.Reconstruction ? networks.InputSize : networks.LatentSize)],
            (features, results) =>
            {
                float[] code = new float[features.Length / networks.InputSize * networks.LatentSize];
                model.Encode(features, code);
                for (int k = 0; k < results.Length; k++)
                {
                    if (outputs[k] == RowOutput.Reconstruction)
                    {
                        float[] latents = new float[code.Length];
                        Fill(model.Kind == PriorKind.Gaussian ? RowOutput.Means : RowOutput.Bits, code, latents);
                        model.Decode(latents, results[k].Span);
                    }
                    else
                    {
                        Fill(outputs[k], code, results[k].Span);
                    }
                }
            });
    }

    /// <summary>Latents -> expected features.</summary>
    /// <param name="model">The model.</param>
    /// <param name="staysScaled">Whether features are the scaled ones, not those in the units of the training data.</param>
    public static INetworkSession Decoder(BmVaeModel model, bool staysScaled)
    {
        if (model.Architecture.Decoder is [CustomNetwork])
        {
            return new NetworkSession([model.Architecture.InputSize], (latents, results) =>
            {
                if (staysScaled)
                {
                    model.DecodeScaled(latents, results[0].Span);
                }
                else
                {
                    model.Decode(latents, results[0].Span);
                }
            });
        }

        byte[] graph = OnnxFile.ToArray(OnnxExport.Decoder(model, staysScaled: staysScaled));
        return new OnnxSession("decoder", graph, model.Kind == PriorKind.Gaussian ? "Latents" : "Bits", ["Features"]);
    }

    public void Run(ReadOnlySpan<float> input, params ReadOnlySpan<Memory<float>> outputs) => _compute(input, outputs);

    public void Dispose()
    {
    }

    private static void Fill(RowOutput output, ReadOnlySpan<float> code, Span<float> values)
    {
        for (int i = 0; i < code.Length; i++)
        {
            values[i] = output switch
            {
                RowOutput.Bits => code[i] > 0 ? 1 : 0,
                RowOutput.Spins => code[i] > 0 ? 1 : -1,
                RowOutput.Probabilities => 1 / (1 + MathF.Exp(-code[i])),
                _ => code[i],
            };
        }
    }
}
