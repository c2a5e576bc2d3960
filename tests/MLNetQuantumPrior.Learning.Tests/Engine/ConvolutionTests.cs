namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Both convolutions of the SIMD engine against their definitions, and against each other.</summary>
[TestClass]
public sealed class ConvolutionTests
{
    /// <summary>
    /// Channels, height, width, outputs, kernel, stride, padding: one value, one pixel, no overlap, gaps between windows, dropped rows and
    /// columns, windows that lie mostly outside, channels by the tile and beside it, more windows than a band of 256, rows too long for a
    /// band; with channels by the tile again gaps, overlaps, windows outside and single pixels.
    /// </summary>
    public static IEnumerable<object[]> Shapes =>
    [
        [1, 1, 1, 1, 1, 1, 0], [5, 1, 1, 3, 3, 1, 1], [1, 28, 28, 32, 3, 2, 1], [3, 9, 7, 5, 3, 1, 1], [2, 8, 8, 4, 2, 2, 0],
        [2, 11, 9, 3, 2, 4, 1], [4, 10, 7, 6, 4, 3, 2], [3, 2, 3, 2, 5, 1, 4], [32, 6, 5, 33, 3, 2, 1], [17, 5, 6, 64, 4, 2, 1],
        [1, 23, 25, 2, 1, 1, 0], [300, 4, 4, 7, 5, 1, 2], [32, 11, 9, 3, 2, 4, 1], [64, 10, 7, 6, 4, 3, 2], [32, 2, 3, 2, 5, 1, 4],
        [32, 18, 17, 9, 1, 1, 0],
    ];

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void AConvolutionIsItsDefinition(int channels, int height, int width, int outputs, int kernel, int stride, int padding)
    {
        Conv2d layer = new(channels, outputs, kernel, stride, padding);
        Check(layer, RowShape.Image(channels, height, width));
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void ATransposedConvolutionIsItsDefinition(int channels, int height, int width, int outputs, int kernel, int stride, int padding)
    {
        Conv2d down = new(channels, outputs, kernel, stride, padding);
        (ConvTranspose2d layer, RowShape input) = Adjoint(down, RowShape.Image(channels, height, width));
        Check(layer, input);
    }

    /// <summary>[conv x] . y = x . [conv transposed y], with the same weights and no biases.</summary>
    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void ATransposedConvolutionIsTheAdjoint(int channels, int height, int width, int outputs, int kernel, int stride, int padding)
    {
        Conv2d down = new(channels, outputs, kernel, stride, padding);
        RowShape image = RowShape.Image(channels, height, width);
        (ConvTranspose2d up, RowShape points) = Adjoint(down, image);
        float[] weights = PlainGemm.Random(outputs * channels * kernel * kernel, seed: 1);
        float[] x = PlainGemm.Random(image.Size, seed: 2), y = PlainGemm.Random(points.Size, seed: 3);
        float[] downX = Run(down, image, [.. weights, .. new float[outputs]], x);
        float[] upY = Run(up, points, [.. weights, .. new float[channels]], y);
        double scale = Math.Sqrt(Dot(downX, downX) * Dot(y, y)) + 1;
        Assert.AreEqual(Dot(downX, y), Dot(x, upY), 1e-5 * scale);
    }

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void GradientsAreTheDerivativesOfASumOfProducts(
        int channels, int height, int width, int outputs, int kernel, int stride, int padding)
    {
        // d/dw of y(w) . g is y(w + e) . g - y(w) . g for any e, since y is linear in w and x each.
        Conv2d down = new(channels, outputs, kernel, stride, padding);
        RowShape image = RowShape.Image(channels, height, width);
        (ConvTranspose2d up, RowShape points) = Adjoint(down, image);
        foreach ((Layer layer, RowShape input) in ((Layer, RowShape)[])[(down, image), (up, points)])
        {
            const int Rows = 19; // more than groups, and not as many in each
            LayerPass pass = LayerPass.Of(layer, input);
            float[] parameters = PlainGemm.Random(pass.ParameterCount, seed: 4), x = PlainGemm.Random(Rows * pass.Inputs, seed: 5);
            float[] g = PlainGemm.Random(Rows * pass.Outputs, seed: 6);
            float[] dx = new float[x.Length], dw = new float[parameters.Length];
            pass.Backward(parameters, new(Rows, x, new float[g.Length], []), g, dx, dw, threads: 1);

            float[] changedW = PlainGemm.Random(parameters.Length, seed: 7), changedX = PlainGemm.Random(x.Length, seed: 8);
            float[] biasOnly = [.. new float[parameters.Length - layer.Tensors[1].Shape[0]], .. parameters[^layer.Tensors[1].Shape[0]..]];
            AssertSame(Value(changedW, x), Dot(changedW, dw));
            AssertSame(Value(parameters, changedX) - Value(biasOnly, changedX), Dot(changedX, dx));

            double Value(float[] weights, float[] rows)
            {
                float[] y = new float[g.Length];
                pass.Forward(weights, Rows, rows, y, threads: 1);
                return Dot(y, g);
            }

            void AssertSame(double expected, double actual) =>
                Assert.AreEqual(expected, actual, 2e-5 * (Math.Sqrt(g.Length * pass.Inputs) + 1), $"{layer}");
        }
    }

    private static (ConvTranspose2d Layer, RowShape Input) Adjoint(Conv2d layer, RowShape image)
    {
        RowShape points = layer.OutputShape(image);
        int droppedRows = (image.Height + (2 * layer.Padding) - layer.Kernel) % layer.Stride;
        int droppedColumns = (image.Width + (2 * layer.Padding) - layer.Kernel) % layer.Stride;
        ConvTranspose2d adjoint = new(
            layer.OutChannels, layer.InChannels, layer.Kernel, layer.Stride, layer.Padding, droppedRows, droppedColumns);
        Assert.AreEqual(image, adjoint.OutputShape(points));
        return (adjoint, points);
    }

    private static void Check(Layer layer, RowShape input)
    {
        const int Rows = 9;
        float[] parameters = PlainGemm.Random(layer.ParameterCount, seed: 1), x = PlainGemm.Random(Rows * input.Size, seed: 2);
        int weights = (int)layer.Tensors[0].Length;
        double[][] tensors = [[.. parameters[..weights].Select(w => (double)w)], [.. parameters[weights..].Select(b => (double)b)]];
        double[] expected = [.. x.Select(value => (double)value).Chunk(input.Size)
            .SelectMany(row => PlainLayers.Forward(layer, input, row, tensors))];
        float[] actual = Run(layer, input, parameters, x);
        double tolerance = 1e-6 * Math.Sqrt(layer.Tensors[0].Length);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.AreEqual(expected[k], actual[k], tolerance * Math.Max(1, Math.Abs(expected[k])), $"Value {k} of {layer}");
        }
    }

    /// <summary>Rows in and out channel after channel.</summary>
    private static float[] Run(Layer layer, RowShape input, float[] parameters, float[] x)
    {
        LayerStack stack = new([new Reshape(input.Channels, input.Height, input.Width), layer, new Flatten()], input.Size);
        float[] y = new float[x.Length / input.Size * stack.Outputs];
        stack.Forward(parameters, x.Length / input.Size, x, y, threads: 2);
        return y;
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b).Sum(pair => (double)pair.First * pair.Second);
}
