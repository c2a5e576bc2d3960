namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Batch normalisation, its function and the convolution behind it as one pass give what they give one by one.</summary>
[TestClass]
public sealed class NormalizedConvolutionTests
{
    private const int Rows = 7, Channels = 17;

    private static readonly RowShape Input = RowShape.Image(Channels, 8, 6);

    /// <summary>Convolutions and transposed ones of many channels and of few, which are computed in different ways.</summary>
    private static readonly Layer[] Convolutions =
    [
        new Conv2d(Channels, 33, Kernel: 3, Stride: 2, Padding: 1),
        new ConvTranspose2d(Channels, 32, Kernel: 3, Stride: 2, Padding: 1, 1, 1),
        new ConvTranspose2d(Channels, 3, Kernel: 3, Stride: 2, Padding: 1, 1, 1),
    ];

    private static readonly Layer[][] Functions =
    [
        [], [new Activation(ActivationFunction.Relu)], [new Activation(ActivationFunction.LeakyRelu)],
    ];

    [TestMethod]
    public void OnePassGivesWhatItsLayersGive()
    {
        foreach (Layer convolution in Convolutions)
        {
            foreach (Layer[] function in Functions)
            {
                Check([new BatchNorm(Channels), .. function, convolution]);
            }
        }
    }

    private static void Check(ImmutableArray<Layer> layers)
    {
        LayerPass pass = LayerPass.All(layers, Input).Single();
        float[] parameters = PlainGemm.Random(pass.ParameterCount, seed: 1), x = PlainGemm.Random(Rows * pass.Inputs, seed: 2);
        for (int k = 3 * Channels; k < 4 * Channels; k++)
        {
            parameters[k] = Math.Abs(parameters[k]) + 0.5f; // running variances
        }

        float[] dy = PlainGemm.Random(Rows * pass.Outputs, seed: 3), y = new float[dy.Length], trained = new float[dy.Length];
        float[] statistics = new float[pass.Statistics(Rows)], dx = new float[x.Length], gradient = new float[parameters.Length];
        pass.Forward(parameters, Rows, x, y, threads: 2);
        pass.ForwardInTraining(parameters, Rows, x, trained, statistics, threads: 2);
        pass.Backward(parameters, new(Rows, x, trained, statistics), dy, dx, gradient, threads: 2);

        (float[] expectedY, float[] expectedTrained, float[] expectedDx, float[] expectedGradient) = OneByOne(layers, parameters, x, dy);
        string message = string.Join(", ", layers);
        CollectionAssert.AreEqual(expectedY, y, message);
        CollectionAssert.AreEqual(expectedTrained, trained, message);
        CollectionAssert.AreEqual(expectedDx, dx, message);
        CollectionAssert.AreEqual(expectedGradient, gradient, message);

        Array.Clear(gradient);
        pass.Backward(parameters, new(Rows, x, trained, statistics), dy, [], gradient, threads: 2); // nobody wants the input's gradient
        CollectionAssert.AreEqual(expectedGradient, gradient, message);
    }

    private static (float[] Y, float[] Trained, float[] Dx, float[] Gradient) OneByOne(
        ImmutableArray<Layer> layers, float[] parameters, float[] x, float[] dy)
    {
        List<(LayerPass Pass, float[] Parameters, float[] X, float[] Y, float[] Statistics)> records = [];
        RowShape shape = Input;
        (float[] y, float[] rest) = (x, parameters);
        foreach (Layer layer in layers)
        {
            LayerPass pass = LayerPass.Of(layer, shape);
            float[] own = rest[..pass.ParameterCount], from = y, next = new float[Rows * pass.Outputs];
            pass.Forward(own, Rows, from, next, threads: 1);
            (shape, rest, y) = (layer.OutputShape(shape), rest[pass.ParameterCount..], next);
            float[] input = records is [] ? x : records[^1].Y, output = new float[next.Length], kept = new float[pass.Statistics(Rows)];
            pass.ForwardInTraining(own, Rows, input, output, kept, threads: 1);
            records.Add((pass, own, input, output, kept));
        }

        List<float> gradient = [];
        float[] trained = records[^1].Y;
        foreach ((LayerPass pass, float[] own, float[] input, float[] output, float[] kept) in Enumerable.Reverse(records))
        {
            float[] dx = new float[input.Length], ownGradient = new float[own.Length];
            pass.Backward(own, new(Rows, input, output, kept), dy, dx, ownGradient, threads: 1);
            gradient.InsertRange(0, ownGradient);
            dy = dx;
        }

        return (y, trained, dy, [.. gradient]);
    }
}
