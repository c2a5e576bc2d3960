using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>y = x W + b.</summary>
internal sealed class DensePass(Dense layer) : LayerPass(layer.Inputs, layer.Outputs, layer.ParameterCount)
{
    /// <summary>About a microsecond for a batch of 128 rows.</summary>
    private const int BiasesPerPart = 128;

    private int WeightCount => Inputs * Outputs;

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads)
    {
        Matrix x = new(input, rows, Inputs);
        Matrix w = new(parameters[..WeightCount], Inputs, Outputs);
        Sgemm.MultiplyAddBias(x, w, parameters[WeightCount..], output, threads);
    }

    public override void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        Matrix x = new(record.Input, record.Rows, Inputs);
        Matrix w = new(parameters[..WeightCount], Inputs, Outputs);
        Matrix dy = new(outputGradient, record.Rows, Outputs);
        if (!inputGradient.IsEmpty)
        {
            Sgemm.Multiply(dy, w.Transpose(), inputGradient, threads: threads);
        }

        Sgemm.Multiply(x.Transpose(), dy, parameterGradient[..WeightCount], threads: threads);
        SumRows(outputGradient, record.Rows, parameterGradient[WeightCount..], threads);
    }

    private unsafe void SumRows(ReadOnlySpan<float> outputGradient, int rows, Span<float> biasGradient, int threads)
    {
        fixed (float* dy = outputGradient, db = biasGradient)
        {
            Elements.Run(new ColumnSums(rows, Outputs, dy, db), Outputs, BiasesPerPart, threads);
        }
    }
}
