using System.Collections.Immutable;
using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>A network computed from its definition, in double arithmetic, one row at a time.</summary>
internal sealed class PlainNetwork(ImmutableArray<Layer> layers, ImmutableArray<ParameterBlock> blocks, float[] parameters)
{
    public static PlainNetwork Encoder(VaeArchitecture architecture, float[] parameters) =>
        new(architecture.Encoder, Blocks(architecture, "encoder."), parameters);

    public static PlainNetwork Decoder(VaeArchitecture architecture, float[] parameters) =>
        new(architecture.Decoder, Blocks(architecture, "decoder."), parameters);

    /// <summary>The last layer's values.</summary>
    public double[] Logits(ReadOnlySpan<float> row)
    {
        double[] values = new double[row.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = row[i];
        }

        int block = 0;
        foreach (Layer layer in layers)
        {
            switch (layer)
            {
                case Dense dense:
                    ParameterBlock weight = blocks[block++], bias = blocks[block++];
                    double[] sums = new double[dense.Outputs];
                    for (int j = 0; j < dense.Outputs; j++)
                    {
                        sums[j] = parameters[bias.Offset + j];
                        for (int i = 0; i < dense.Inputs; i++)
                        {
                            sums[j] += values[i] * parameters[weight.Offset + (i * dense.Outputs) + j];
                        }
                    }

                    values = sums;
                    break;
                case Activation activation:
                    values = [.. values.Select(value => activation.Function switch
                    {
                        ActivationFunction.Relu => Math.Max(0, value),
                        ActivationFunction.LeakyRelu => value > 0 ? value : value / 100,
                        ActivationFunction.Tanh => Math.Tanh(value),
                        _ => throw new NotSupportedException($"{activation}"),
                    })];
                    break;
                default:
                    throw new NotSupportedException($"{layer}");
            }
        }

        return values;
    }

    /// <summary>The probability of a 1 for each of the last layer's values.</summary>
    public double[] Probabilities(ReadOnlySpan<float> row) => [.. Logits(row).Select(logit => 1 / (1 + Math.Exp(-logit)))];

    private static ImmutableArray<ParameterBlock> Blocks(VaeArchitecture architecture, string network) =>
        [.. architecture.Parameters.Where(block => block.Name.StartsWith(network, StringComparison.Ordinal))];
}
