namespace MLNetQuantumPrior.Learning;

/// <summary>Starts the decoder at the mean of the data, so that training need not learn it first.</summary>
internal static class OutputBias
{
    /// <summary>Sets the last bias of the decoder to the logits of the column means, kept within 0.1 % and 99.9 %.</summary>
    public static void Initialize(IVaeNetwork network, ReadOnlySpan<float> columnMeans)
    {
        if (network.Architecture.Decoder[^1] is not Dense)
        {
            return; // something else shapes the output
        }

        ParameterBlock bias = network.Architecture.Parameters[^1];
        float[] parameters = new float[network.Architecture.ParameterCount];
        network.GetParameters(parameters);
        for (int i = 0; i < columnMeans.Length; i++)
        {
            float mean = Math.Clamp(columnMeans[i], 0.001f, 0.999f);
            parameters[bias.Offset + i] = MathF.Log(mean / (1 - mean));
        }

        network.SetParameters(parameters);
    }
}
