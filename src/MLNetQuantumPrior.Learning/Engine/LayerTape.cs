namespace MLNetQuantumPrior.Learning;

/// <summary>
/// What the layers of one network gave for the current batch, and the backward pass through it. Allocates only when a batch is larger
/// than any before.
/// </summary>
internal sealed class LayerTape(LayerStack stack, int threads)
{
    private readonly int _firstWithParameters = stack.Passes.TakeWhile(pass => pass.ParameterCount == 0).Count();
    private readonly AlignedBuffer?[] _outputs = new AlignedBuffer?[stack.Passes.Length];
    private readonly AlignedBuffer?[] _statistics = new AlignedBuffer?[stack.Passes.Length];
    private AlignedBuffer? _evenGradients;
    private AlignedBuffer? _oddGradients;

    /// <summary>[rows, Inputs] -> [rows, Outputs], a view of the tape.</summary>
    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input)
    {
        for (int k = 0; k < _outputs.Length; k++)
        {
            LayerPass pass = stack.Passes[k];
            Span<float> output = AlignedBuffer.Reserve(ref _outputs[k], rows * pass.Outputs);
            Span<float> statistics = AlignedBuffer.Reserve(ref _statistics[k], pass.Statistics(rows));
            pass.ForwardInTraining(parameters[..pass.ParameterCount], rows, input, output, statistics, threads);
            parameters = parameters[pass.ParameterCount..];
            input = output;
        }

        return input;
    }

    /// <summary>After <see cref="Forward"/> with the same rows.</summary>
    /// <param name="parameters">As given to <see cref="Forward"/>.</param>
    /// <param name="rows">As given to <see cref="Forward"/>.</param>
    /// <param name="input">As given to <see cref="Forward"/>.</param>
    /// <param name="outputGradient">Gradient of the loss by the output.</param>
    /// <param name="parameterGradient">Receives the gradient by the parameters.</param>
    /// <param name="wantInputGradient">Whether anything comes before the first layer.</param>
    /// <returns>Gradient by the input, a view of the tape; empty when not wanted.</returns>
    public ReadOnlySpan<float> Backward(
        ReadOnlySpan<float> parameters,
        int rows,
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> outputGradient,
        Span<float> parameterGradient,
        bool wantInputGradient)
    {
        int first = wantInputGradient ? 0 : _firstWithParameters;
        for (int k = _outputs.Length - 1; k >= first; k--)
        {
            LayerPass pass = stack.Passes[k];
            int offset = parameters.Length - pass.ParameterCount;
            ReadOnlySpan<float> passInput = k > 0 ? _outputs[k - 1]!.Span[..(rows * pass.Inputs)] : input;
            LayerRecord record = new(rows, passInput, _outputs[k]!.Span[..(rows * pass.Outputs)], Statistics(k, rows));
            Span<float> inputGradient = k == first && !wantInputGradient
                ? []
                : AlignedBuffer.Reserve(ref k % 2 == 0 ? ref _evenGradients : ref _oddGradients, rows * pass.Inputs);
            pass.Backward(parameters[offset..], record, outputGradient, inputGradient, parameterGradient[offset..], threads);
            parameters = parameters[..offset];
            parameterGradient = parameterGradient[..offset];
            outputGradient = inputGradient;
        }

        return outputGradient;
    }

    /// <summary>Moves the parameters that are not trained towards the statistics of the last batch.</summary>
    public void UpdateStatistics(Span<float> parameters, int rows)
    {
        for (int k = 0; k < _outputs.Length; k++)
        {
            LayerPass pass = stack.Passes[k];
            pass.UpdateStatistics(parameters[..pass.ParameterCount], rows, Statistics(k, rows));
            parameters = parameters[pass.ParameterCount..];
        }
    }

    private ReadOnlySpan<float> Statistics(int k, int rows) => _statistics[k]!.Span[..stack.Passes[k].Statistics(rows)];
}
