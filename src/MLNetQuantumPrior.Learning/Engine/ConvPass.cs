using MLNetQuantumPrior.Learning.Kernels;

namespace MLNetQuantumPrior.Learning;

/// <summary>A convolution, from images to points; or a transposed one, from points to images.</summary>
internal sealed class ConvPass : LayerPass
{
    private readonly int _weightCount;
    private readonly bool _isTransposed;
    private readonly WindowProducts _products;

    public ConvPass(Conv2d layer, RowShape input)
        : this(
            layer, input, new(Grid(input, layer.OutputShape(input), layer.Kernel, layer.Stride, layer.Padding), layer.OutChannels)) =>
        _weightCount = layer.ParameterCount - layer.OutChannels;

    public ConvPass(ConvTranspose2d layer, RowShape input)
        : this(
            layer, input, new(Grid(layer.OutputShape(input), input, layer.Kernel, layer.Stride, layer.Padding), layer.InChannels)) =>
        (_weightCount, _isTransposed) = (layer.ParameterCount - layer.OutChannels, true);

    private ConvPass(Layer layer, RowShape input, WindowProducts products)
        : base(input.Size, layer.OutputShape(input).Size, layer.ParameterCount) => _products = products;

    public override void Forward(ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, Span<float> output, int threads) =>
        Forward(parameters, rows, input, default, output, threads);

    /// <summary>Of mapped input.</summary>
    public void Forward(
        ReadOnlySpan<float> parameters, int rows, ReadOnlySpan<float> input, in PixelMap map, Span<float> output, int threads) =>
        Apply(_isTransposed, parameters, parameters[_weightCount..], rows, input, map, output, threads);

    public override void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads) =>
        Backward(parameters, record, default, outputGradient, inputGradient, parameterGradient, threads);

    /// <summary>Gradients by parameters and by what the map made of the record's input.</summary>
    public void Backward(
        ReadOnlySpan<float> parameters,
        LayerRecord record,
        in PixelMap map,
        ReadOnlySpan<float> outputGradient,
        Span<float> inputGradient,
        Span<float> parameterGradient,
        int threads)
    {
        if (!inputGradient.IsEmpty)
        {
            Apply(!_isTransposed, parameters, [], record.Rows, outputGradient, default, inputGradient, threads);
        }

        _products.Differentiate(
            record.Rows,
            _isTransposed ? outputGradient : record.Input,
            _isTransposed ? record.Input : outputGradient,
            map,
            pointsAreOutput: !_isTransposed,
            parameterGradient[.._weightCount],
            parameterGradient[_weightCount..],
            threads);
    }

    private static WindowGrid Grid(RowShape images, RowShape points, int kernel, int stride, int padding) => new()
    {
        Channels = images.Channels,
        Height = images.Height,
        Width = images.Width,
        Kernel = kernel,
        Stride = stride,
        Padding = padding,
        Rows = points.Height,
        Columns = points.Width,
    };

    private void Apply(
        bool toImages,
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> bias,
        int rows,
        ReadOnlySpan<float> from,
        in PixelMap map,
        Span<float> to,
        int threads)
    {
        ReadOnlySpan<float> weights = parameters[.._weightCount];
        if (toImages)
        {
            _products.Scatter(weights, bias, rows, from, map, to, threads);
        }
        else
        {
            _products.Gather(weights, bias, rows, from, map, to, threads);
        }
    }
}
