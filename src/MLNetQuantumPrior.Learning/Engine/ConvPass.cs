using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>A convolution: from images to points.</summary>
internal sealed class ConvPass : LayerPass
{
    private readonly int _weightCount;
    private readonly WindowProducts _products;

    public ConvPass(Conv2d layer, RowShape input)
        : base(input.Size, layer.OutputShape(input).Size, layer.ParameterCount)
    {
        RowShape output = layer.OutputShape(input);
        _weightCount = layer.ParameterCount - layer.OutChannels;
        WindowGrid grid = new()
        {
            Channels = input.Channels,
            Height = input.Height,
            Width = input.Width,
            Kernel = layer.Kernel,
            Stride = layer.Stride,
            Padding = layer.Padding,
            Rows = output.Height,
            Columns = output.Width,
        };
        _products = new(grid, layer.OutChannels);
    }

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads) =>
        _products.Gather(parameters[.._weightCount], parameters[_weightCount..], rows, input, output, threads);

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
            _products.Scatter(parameters[.._weightCount], [], record.Rows, outputGradient, inputGradient, threads);
        }

        _products.Differentiate(
            record.Rows,
            record.Input,
            outputGradient,
            biasIsOfPoints: true,
            parameterGradient[.._weightCount],
            parameterGradient[_weightCount..],
            threads);
    }
}
