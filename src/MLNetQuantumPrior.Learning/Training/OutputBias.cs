namespace MLNetQuantumPrior.Learning;

/// <summary>Starts the decoder at the mean of the data, so that neither training nor the latents need learn it first.</summary>
internal static class OutputBias
{
    /// <summary>Smallest probability to start at, and distance from 1.</summary>
    private const double Margin = 0.001;

    /// <summary>
    /// Sets the last bias of the decoder to what gives the column means as expected features, of a convolution the means of channels. A
    /// channel whose features follow several distributions keeps its start.
    /// </summary>
    public static void Initialize(IVaeNetwork network, ReadOnlySpan<float> columnMeans)
    {
        VaeArchitecture architecture = network.Architecture;
        if (architecture.Decoder.Last(layer => layer is not Flatten) is not (Dense or Conv2d or ConvTranspose2d))
        {
            return; // something else shapes the output
        }

        ParameterBlock bias = architecture.Parameters.Last(block => block.Name.StartsWith("decoder.", StringComparison.Ordinal));
        SlotKind[] kinds = [.. architecture.Likelihood.Ranges.SelectMany(range => Enumerable.Repeat(range.Kind, range.Count))];
        float[] parameters = new float[architecture.ParameterCount];
        network.GetParameters(parameters);
        int columns = columnMeans.Length / bias.Length; // of a channel
        for (int i = 0; i < bias.Length; i++)
        {
            Span<SlotKind> channel = kinds.AsSpan(i * columns, columns);
            if (!channel.ContainsAnyExcept(channel[0]))
            {
                parameters[bias.Offset + i] = (float)Output(channel[0], Mean(columnMeans.Slice(i * columns, columns)));
            }
        }

        network.SetParameters(parameters);
    }

    /// <summary>The output whose expected feature is a mean; of a category, the logarithm of its share.</summary>
    private static double Output(SlotKind kind, double mean)
    {
        double share = Math.Clamp(mean, Margin, 1 - Margin);
        return kind switch
        {
            SlotKind.Bernoulli => Math.Log(share / (1 - share)),
            SlotKind.Gaussian => mean,
            _ => Math.Log(share),
        };
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
