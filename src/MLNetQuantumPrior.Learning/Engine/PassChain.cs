namespace MLNetQuantumPrior.Learning;

/// <summary>
/// Layers one behind the other within a pass. What it keeps of a batch lies in memory of the caller: for each layer what the layer itself
/// keeps, then its output.
/// </summary>
internal sealed class PassChain
{
    private readonly ImmutableArray<LayerPass> _passes;
    private readonly int _widest;

    public PassChain(ImmutableArray<Layer> layers, RowShape input)
    {
        _passes = LayerPass.All(layers, input);
        _widest = _passes.Select(pass => pass.Outputs).DefaultIfEmpty().Max();
        ParameterCount = _passes.Sum(pass => pass.ParameterCount);
    }

    public bool IsEmpty => _passes.IsEmpty;

    public int ParameterCount { get; }

    /// <summary>Number of values to keep of a batch.</summary>
    public int Statistics(int rows) => Statistics(rows, _passes.Length);

    public void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads)
    {
        using PooledFloats scratch = new(2 * rows * _widest);
        for (int k = 0; k < _passes.Length; k++)
        {
            LayerPass pass = _passes[k];
            Span<float> result = k == _passes.Length - 1 ? output : scratch.Span.Slice(k % 2 * rows * _widest, rows * pass.Outputs);
            pass.Forward(parameters[..pass.ParameterCount], rows, input, result, threads);
            parameters = parameters[pass.ParameterCount..];
            input = result;
        }
    }

    /// <returns>The last layer's output, a part of what is kept.</returns>
    public ReadOnlySpan<float> ForwardInTraining(
        ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> kept, int threads)
    {
        foreach (LayerPass pass in _passes)
        {
            int statistics = pass.Statistics(rows);
            Span<float> output = kept.Slice(statistics, rows * pass.Outputs);
            pass.ForwardInTraining(parameters[..pass.ParameterCount], rows, input, output, kept[..statistics], threads);
            parameters = parameters[pass.ParameterCount..];
            kept = kept[Kept(pass, rows)..];
            input = output;
        }

        return input;
    }

    /// <summary>Parameters as in <see cref="LayerPass.Backward"/>.</summary>
    public void Backward(
        ReadOnlySpan<float> parameters,
        int rows,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> kept,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        using PooledFloats scratch = new(2 * rows * _widest);
        for (int k = _passes.Length - 1; k >= 0; k--)
        {
            LayerPass pass = _passes[k];
            int offset = parameters.Length - pass.ParameterCount, statistics = pass.Statistics(rows);
            kept = kept[..Statistics(rows, k + 1)];
            ReadOnlySpan<float> own = kept[Statistics(rows, k)..];
            ReadOnlySpan<float> passInput = k > 0 ? kept.Slice(Statistics(rows, k) - (rows * pass.Inputs), rows * pass.Inputs) : input;
            Span<float> result = k == 0 ? inputGradient : scratch.Span.Slice(k % 2 * rows * _widest, rows * pass.Inputs);
            pass.Backward(
                parameters[offset..], new(rows, passInput, own[statistics..], own[..statistics]), outputGradient, result,
                parameterGradient[offset..], threads);
            parameters = parameters[..offset];
            parameterGradient = parameterGradient[..offset];
            outputGradient = result;
        }
    }

    public void UpdateStatistics(Span<float> parameters, int rows, ReadOnlySpan<float> kept)
    {
        foreach (LayerPass pass in _passes)
        {
            pass.UpdateStatistics(parameters[..pass.ParameterCount], rows, kept[..pass.Statistics(rows)]);
            parameters = parameters[pass.ParameterCount..];
            kept = kept[Kept(pass, rows)..];
        }
    }

    /// <summary>Of the first so many layers.</summary>
    private int Statistics(int rows, int passes)
    {
        int sum = 0;
        for (int k = 0; k < passes; k++)
        {
            sum += Kept(_passes[k], rows);
        }

        return sum;
    }

    private static int Kept(LayerPass pass, int rows) => pass.Statistics(rows) + (rows * pass.Outputs);
}
