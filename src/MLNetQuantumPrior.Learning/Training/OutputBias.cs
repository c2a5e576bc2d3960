namespace MLNetQuantumPrior.Learning;

/// <summary>Starts the decoder at the mean of the data, so that neither training nor the latents need learn it first.</summary>
internal static class OutputBias
{
    /// <summary>
    /// Sets the last bias of the decoder to the logits of the column means, of a convolution to those of the channels' means; kept within
    /// 0.1 % and 99.9 %.
    /// </summary>
    public static void Initialize(IVaeNetwork network, ReadOnlySpan<float> columnMeans)
    {
        if (network.Architecture.Decoder.Last(layer => layer is not Flatten) is not (Dense or Conv2d or ConvTranspose2d))
        {
            return; // something else shapes the output
        }

        ParameterBlock bias = network.Architecture.Parameters[^1];
        float[] parameters = new float[network.Architecture.ParameterCount];
        network.GetParameters(parameters);
        int columns = columnMeans.Length / bias.Length; // of a channel
        for (int i = 0; i < bias.Length; i++)
        {
            double sum = 0;
            foreach (float column in columnMeans.Slice(i * columns, columns))
            {
                sum += column;
            }

            float mean = Math.Clamp((float)(sum / columns), 0.001f, 0.999f);
            parameters[bias.Offset + i] = MathF.Log(mean / (1 - mean));
        }

        network.SetParameters(parameters);
    }
}
