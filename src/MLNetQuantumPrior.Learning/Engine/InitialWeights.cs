namespace MLNetQuantumPrior.Learning;

/// <summary>
/// The weights a network starts with. Each tensor has a random stream of its own, made from the seed and its place among the tensors, so
/// a layer's weights stay the same when another layer's size changes.
/// </summary>
internal static class InitialWeights
{
    public static void Draw(VaeArchitecture architecture, ulong seed, Span<float> parameters) =>
        Draw(architecture.Encoder.Concat(architecture.Decoder), seed, parameters);

    public static void Draw(IEnumerable<Layer> layers, ulong seed, Span<float> parameters)
    {
        int block = 0;
        foreach (LayerTensor tensor in layers.SelectMany(layer => layer.Tensors))
        {
            Span<float> values = parameters[..(int)tensor.Length];
            DrawUniform(tensor, seed, block++, values);
            parameters = parameters[values.Length..];
        }
    }

    /// <summary>Uniform in (Start - Bound, Start + Bound).</summary>
    private static void DrawUniform(LayerTensor tensor, ulong seed, int block, Span<float> values)
    {
        SplitMix64 random = new(new SplitMix64(seed).Next() + (ulong)block);
        random = new(random.Next());
        foreach (ref float value in values)
        {
            double unit = ((random.Next() >> 40) + 0.5) / (1 << 24); // 24 bits are a float's precision; one half keeps 0 and 1 out
            value = (float)(tensor.Start + (2 * unit - 1) * tensor.Bound);
        }
    }
}
