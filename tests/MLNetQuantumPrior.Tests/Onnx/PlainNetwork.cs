using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;

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

        RowShape shape = RowShape.Flat(row.Length);
        int block = 0;
        foreach (Layer layer in layers)
        {
            double[][] tensors = [.. blocks.Skip(block).Take(layer.Tensors.Length).Select(Values)];
            values = PlainLayers.Forward(layer, shape, values, tensors);
            shape = layer.OutputShape(shape);
            block += tensors.Length;
        }

        return values;
    }

    /// <summary>The probability of a 1 for each of the last layer's values.</summary>
    public double[] Probabilities(ReadOnlySpan<float> row) => [.. Logits(row).Select(logit => 1 / (1 + Math.Exp(-logit)))];

    private double[] Values(ParameterBlock block) => [.. parameters[block.Offset..block.End].Select(value => (double)value)];

    private static ImmutableArray<ParameterBlock> Blocks(VaeArchitecture architecture, string network) =>
        [.. architecture.Parameters.Where(block => block.Name.StartsWith(network, StringComparison.Ordinal))];
}
