using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>y = inner(x) + shortcut(x). Parameters and what is kept of a batch: the inner layers' first.</summary>
internal sealed unsafe class ResidualPass : LayerPass
{
    private const int ValuesPerPart = 8192;

    private readonly PassChain _inner;
    private readonly PassChain _shortcut;

    public ResidualPass(Residual layer, RowShape input)
        : base(input.Size, layer.OutputShape(input).Size, layer.ParameterCount) =>
        (_inner, _shortcut) = (new(layer.Inner, input), new(layer.Shortcut, input));

    public override int Statistics(int rows) => _inner.Statistics(rows) + _shortcut.Statistics(rows);

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads)
    {
        _inner.Forward(parameters[.._inner.ParameterCount], rows, input, output, threads);
        if (_shortcut.IsEmpty)
        {
            Add(output, input, threads);
            return;
        }

        using PooledFloats shortcut = new(rows * Outputs);
        _shortcut.Forward(parameters[_inner.ParameterCount..], rows, input, shortcut.Span, threads);
        Add(output, shortcut.Span, threads);
    }

    public override void ForwardInTraining(
        ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, Span<float> statistics, int threads)
    {
        Span<float> ofShortcut = statistics[_inner.Statistics(rows)..];
        _inner.ForwardInTraining(parameters[.._inner.ParameterCount], rows, input, statistics[.._inner.Statistics(rows)], threads)
            .CopyTo(output);
        Add(
            output,
            _shortcut.IsEmpty
                ? input
                : _shortcut.ForwardInTraining(parameters[_inner.ParameterCount..], rows, input, ofShortcut, threads),
            threads);
    }

    public override void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        int parametersOfInner = _inner.ParameterCount, statisticsOfInner = _inner.Statistics(record.Rows);
        _inner.Backward(
            parameters[..parametersOfInner], record.Rows, record.Input, record.Statistics[..statisticsOfInner], outputGradient,
            inputGradient, parameterGradient[..parametersOfInner], threads);
        if (_shortcut.IsEmpty)
        {
            Add(inputGradient, inputGradient.IsEmpty ? [] : outputGradient, threads);
            return;
        }

        using PooledFloats ofShortcut = new(inputGradient.Length);
        _shortcut.Backward(
            parameters[parametersOfInner..], record.Rows, record.Input, record.Statistics[statisticsOfInner..], outputGradient,
            ofShortcut.Span, parameterGradient[parametersOfInner..], threads);
        Add(inputGradient, ofShortcut.Span, threads);
    }

    public override void UpdateStatistics(Span<float> parameters, int rows, ReadOnlySpan<float> statistics)
    {
        _inner.UpdateStatistics(parameters[.._inner.ParameterCount], rows, statistics);
        _shortcut.UpdateStatistics(parameters[_inner.ParameterCount..], rows, statistics[_inner.Statistics(rows)..]);
    }

    private static void Add(Span<float> values, ReadOnlySpan<float> added, int threads)
    {
        fixed (float* x = added, y = values)
        {
            Elements.Run(new Sums(x, y), values.Length, ValuesPerPart, threads);
        }
    }
}
