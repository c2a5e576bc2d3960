namespace MLNetQuantumPrior.Learning;

/// <summary>What a layer took and gave for one batch in training.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="input">[rows, inputs]</param>
/// <param name="output">[rows, outputs]</param>
/// <param name="statistics">What the layer kept of the batch, as many values as its <see cref="LayerPass.Statistics"/>.</param>
internal readonly ref struct LayerRecord(int rows, ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> statistics)
{
    public int Rows { get; } = rows;

    public ReadOnlySpan<float> Input { get; } = input;

    public ReadOnlySpan<float> Output { get; } = output;

    public ReadOnlySpan<float> Statistics { get; } = statistics;
}
