using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>Architectures with weights and rows to feed them.</summary>
internal static class TestNetworks
{
    public static IEnumerable<object[]> All =>
    [
        ["no hidden layer", new VaeArchitecture([new Dense(7, 5)], [new Dense(5, 7)])],
        ["one feature, one latent", new VaeArchitecture([new Dense(1, 1)], [new Dense(1, 1)])],
        .. Enum.GetValues<ActivationFunction>().Select(function => new object[] { $"{function}", OneHidden(function) }),
        ["activation at the end", new VaeArchitecture(
            [new Dense(6, 4), new Activation(ActivationFunction.Tanh)], [new Dense(4, 6), new Activation(ActivationFunction.LeakyRelu)])],
        ["all activations", new VaeArchitecture(
            [
                new Dense(33, 65), new Activation(ActivationFunction.LeakyRelu), new Dense(65, 17), new Activation(ActivationFunction.Tanh),
                new Dense(17, 40), new Activation(ActivationFunction.Relu), new Dense(40, 9),
            ],
            [new Dense(9, 31), new Activation(ActivationFunction.Relu), new Dense(31, 31), new Dense(31, 33)])],
        ["MNIST", VaeArchitecture.Mlp(784, [512, 256], 128)],
        ["normalised rows", new VaeArchitecture(
            [new Dense(11, 9), new BatchNorm(9), new Dense(9, 5)], [new Dense(5, 11), new BatchNorm(11)])],
        ["convolutions of all sorts", new VaeArchitecture(
            [
                new Reshape(3, 11, 9), new BatchNorm(3),
                new Conv2d(3, 8, Kernel: 4, Stride: 3, Padding: 2), new Activation(ActivationFunction.Silu), // 8 x 4 x 4
                new Conv2d(8, 5, Kernel: 1), new BatchNorm(5), new Activation(ActivationFunction.Sigmoid), new Flatten(), new Dense(80, 6),
            ],
            [
                new Dense(6, 80), new Reshape(5, 4, 4),
                new ConvTranspose2d(5, 7, Kernel: 3, Stride: 2, Padding: 1, OutputPaddingHeight: 1), // 7 x 8 x 7
                new BatchNorm(7), new Activation(ActivationFunction.LeakyRelu),
                new ConvTranspose2d(7, 3, Kernel: 4), // 3 x 11 x 10
                new Conv2d(3, 4, Kernel: 2, Padding: 1), new ConvTranspose2d(4, 3, Kernel: 5, Padding: 4), // 4 x 12 x 11, 3 x 8 x 7
                new Flatten(), new Dense(168, 297),
            ])],
        ["residual blocks", new VaeArchitecture(
            [
                new Reshape(2, 5, 6),
                new Residual([new Conv2d(2, 3, Kernel: 3, Padding: 1), new BatchNorm(3)], [new Conv2d(2, 3, Kernel: 1)]),
                new Activation(ActivationFunction.Relu), new Flatten(), new Dense(90, 7),
                new Residual([new Dense(7, 4), new Activation(ActivationFunction.Silu), new Dense(4, 7)]), new Dense(7, 5),
            ],
            [
                new Dense(5, 60), new Reshape(2, 5, 6), new Residual([new Residual([new Conv2d(2, 2, Kernel: 1)]), new BatchNorm(2)]),
                new Flatten(),
            ])],
        ["MNIST, residual", VaeArchitecture.Residual(28, 28, 1, [8, 16], 12)],
        ["MNIST, convolutional", VaeArchitecture.Convolutional(28, 28, 1, [32, 64], 128)],
    ];

    private static VaeArchitecture OneHidden(ActivationFunction function) => new(
        [new Dense(20, 30), new Activation(function), new Dense(30, 10)], [new Dense(10, 30), new Activation(function), new Dense(30, 20)]);

    /// <summary>Weights that keep values near 1 in size through all layers, biases of size 1, variances within [0.5, 1.5].</summary>
    public static float[] Parameters(VaeArchitecture architecture)
    {
        float[] parameters = new float[architecture.ParameterCount];
        var random = new Random(1);
        foreach (ParameterBlock block in architecture.Parameters)
        {
            bool isVariance = block.Name.EndsWith("variance", StringComparison.Ordinal);
            double scale = isVariance ? 0.5 : block.Shape.Length > 1 ? Math.Sqrt(3.0 / Inputs(block)) : 1;
            for (int i = block.Offset; i < block.End; i++)
            {
                parameters[i] = (float)((((2 * random.NextDouble()) - 1) * scale) + (isVariance ? 1 : 0));
            }
        }

        return parameters;
    }

    /// <summary>Parameters whose weights are the nearest halves.</summary>
    public static float[] Rounded(VaeArchitecture architecture, float[] parameters)
    {
        float[] rounded = [.. parameters];
        foreach (ParameterBlock weights in architecture.Parameters.Where(block => block.Shape.Length > 1))
        {
            for (int k = weights.Offset; k < weights.End; k++)
            {
                rounded[k] = (float)(Half)parameters[k];
            }
        }

        return rounded;
    }

    /// <summary>How many terms an output has, or for a transposed convolution could have.</summary>
    private static int Inputs(ParameterBlock weights) => weights.Shape.Length == 2
        ? weights.Shape[0]
        : Math.Min(weights.Shape[0], weights.Shape[1]) * weights.Shape[2] * weights.Shape[3];

    /// <summary>A model with these weights, features within [0, 1] and a prior of zeros.</summary>
    public static BmVaeModel Model(VaeArchitecture architecture, float[] parameters)
    {
        SpinGraph graph = SpinGraph.Complete(architecture.LatentSize);
        return new(architecture, parameters, new(graph, new float[graph.SpinCount], new float[graph.Edges.Length]));
    }

    /// <summary>Features within [0, 1].</summary>
    public static float[] Features(int rows, int columns) => Values(rows * columns, random => random.NextSingle());

    public static float[] Bits(int rows, int columns) => Values(rows * columns, random => random.Next(2));

    private static float[] Values(int count, Func<Random, float> draw)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(_ => draw(random))];
    }
}
