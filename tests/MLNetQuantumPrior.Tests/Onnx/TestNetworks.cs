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
    ];

    private static VaeArchitecture OneHidden(ActivationFunction function) => new(
        [new Dense(20, 30), new Activation(function), new Dense(30, 10)], [new Dense(10, 30), new Activation(function), new Dense(30, 20)]);

    /// <summary>Weights that keep values near 1 in size through all layers, and biases of size 1.</summary>
    public static float[] Parameters(VaeArchitecture architecture)
    {
        float[] parameters = new float[architecture.ParameterCount];
        var random = new Random(1);
        foreach (ParameterBlock block in architecture.Parameters)
        {
            double scale = block.Shape.Length == 2 ? Math.Sqrt(3.0 / block.Shape[0]) : 1;
            for (int i = block.Offset; i < block.End; i++)
            {
                parameters[i] = (float)(((2 * random.NextDouble()) - 1) * scale);
            }
        }

        return parameters;
    }

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
