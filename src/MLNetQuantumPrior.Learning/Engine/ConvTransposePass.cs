using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>A transposed convolution: from points to images.</summary>
internal sealed class ConvTransposePass : LayerPass
{
    private readonly int _weightCount;
    private readonly WindowProducts _products;

    public ConvTransposePass(ConvTranspose2d layer, RowShape input)
        : base(input.Size, layer.OutputShape(input).Size, layer.ParameterCount)
    {
        RowShape output = layer.OutputShape(input);
        _weightCount = layer.ParameterCount - layer.OutChannels;
        WindowGrid grid = new()
        {
            Channels = output.Channels,
            Height = output.Height,
            Width = output.Width,
            Kernel = layer.Kernel,
            Stride = layer.Stride,
            Padding = layer.Padding,
            Rows = input.Height,
            Columns = input.Width,
        };
        _products = new(grid, layer.InChannels);
    }

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads) =>
        _products.Scatter(parameters[.._weightCount], parameters[_weightCount..], rows, input, output, threads);

    public override void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        if (!inputGradient.IsEmpty)
        {
            _products.Gather(parameters[.._weightCount], [], record.Rows, outputGradient, inputGradient, threads);
        }

        _products.Differentiate(
            record.Rows,
            outputGradient,
            record.Input,
            biasIsOfPoints: false,
            parameterGradient[.._weightCount],
            parameterGradient[_weightCount..],
            threads);
    }
}
