using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning;

/// <summary>What values a dense layer takes, 0 among them.</summary>
internal readonly record struct LayerRange(float Lowest, float Highest)
{
    /// <summary>Of hundreds of units that is as many hundreds of thousands of values of a layer.</summary>
    private const int Draws = 1024;

    /// <summary>The ranges of what a decoder's layers take, in their order, where it decodes draws of its own model.</summary>
    /// <remarks>The draws are of all classes, or of none where the model knows none, with one seed: a model has one answer.</remarks>
    public static ImmutableArray<LayerRange> OfDecoder(BmVaeModel model)
    {
        float[] values = Latents(model);
        int rows = values.Length / model.Architecture.LatentSize, offset = EncoderSize(model);
        var ranges = ImmutableArray.CreateBuilder<LayerRange>();
        foreach (Layer layer in model.Architecture.Decoder)
        {
            ranges.Add(new(Math.Min(0, values.Min()), Math.Max(0, values.Max())));
            var stack = new LayerStack([layer], values.Length / rows);
            float[] next = new float[rows * stack.Outputs];
            stack.Forward(model.Parameters.Slice(offset, stack.ParameterCount), rows, values, next);
            (values, offset) = (next, offset + stack.ParameterCount);
        }

        return ranges.ToImmutable();
    }

    private static int EncoderSize(BmVaeModel model) => model.Architecture.Encoder.Sum(layer => layer.ParameterCount);

    private static float[] Latents(BmVaeModel model)
    {
        int classes = model.ClassNames.Length;
        int[] labels = [.. Enumerable.Range(0, Draws).Select(row => classes == 0 ? -1 : row % classes)];
        ulong[] ids = [.. Enumerable.Range(0, Draws).Select(row => (ulong)row)];
        var options = new GenerationOptions { PoolSize = Math.Max(1, Draws / Math.Max(1, classes)) };
        return model.Kind == PriorKind.Gaussian
            ? new GaussianGenerator(model, options).Draw(labels, ids)
            : LatentBits.Of(new LatentGenerator(model.Prior, model.Classes, options).Draw(labels, ids).Spins);
    }
}
