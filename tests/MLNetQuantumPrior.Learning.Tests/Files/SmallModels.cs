using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>Models that have something of everything that files hold.</summary>
internal static class SmallModels
{
    /// <summary>Of 6 features and 5 spins, with classes "cat" and "dog", outlier terms and a training.</summary>
    public static BmVaeModel WithClasses()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(6, [5], 5);
        SpinGraph graph = SpinGraph.Complete(5);
        ulong stream = 0;
        float[] Numbers(int count)
        {
            float[] numbers = new float[count];
            new UniformStream(3, stream++).FillNormal(numbers, 1);
            return numbers;
        }

        IsingModel Machine() => new(graph, Numbers(5), Numbers(graph.Edges.Length));
        BmVaeModel model = new BmVaeModel(architecture, Numbers(architecture.ParameterCount), Machine())
            .With(SlotScaling.Identity(architecture.Likelihood), ["a", "b", "c", "d", "e", "f"])
            .With(new BoltzmannClasses([
                new("cat", [.. Numbers(5)], [new(7, Machine())]), new("dog", [.. Numbers(5)], [new(8, Machine())])]))
            .With(new TrainingRun(3, new() { Epochs = 1 }, [new(1, 1, 3, 4, 0.7, 8, 9.5) { Boltzmann = new(4, 5, 6, null) }]));
        float[] rows = new float[60];
        new UniformStream(3, stream).Fill(rows);
        return model.With(OutlierCalibration.Measure(model, rows[..36], rows[36..]));
    }

    /// <summary>The same model with attributes, of which the first is the label.</summary>
    public static BmVaeModel WithAttributes()
    {
        ClassifierArchitecture network = ClassifierArchitecture.Mlp(5, [4], 4);
        float[] numbers = new float[network.ParameterCount];
        new UniformStream(3, 77).FillNormal(numbers, 1);
        AttributeValue Value(string name, long rows, int first) => new(name) { Rows = rows, Fields = [.. numbers.AsSpan(first, 5)] };
        return WithClasses().With(new BoltzmannAttributes(
        [
            new("Animal", [Value("cat", 7, 0), Value("dog", 8, 5)]) { Accuracy = 0.75 },
            new("Weight", [Value("1 to 2.5", 6, 10) with { Range = new(1, 2.5) }, Value("2.5 to 9", 6, 15) with { Range = new(2.5, 9) }])
            {
                Column = new(TypeCode.Single, [6, 6]),
            },
        ])
        {
            Label = "Animal",
            Classifier = new(new(network, numbers), [2, 2]),
            Combinations = [new([0, 1], 7), new([1, -1], 8)],
        });
    }

    /// <summary>Of 3 features and 2 Gaussian latents, with classes "a" and "b".</summary>
    public static BmVaeModel Gaussian()
    {
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [4], 2, PriorKind.Gaussian);
        float[] parameters = new float[architecture.ParameterCount];
        new UniformStream(9, 9).FillNormal(parameters, 1);
        return BmVaeModel.Gaussian(architecture, parameters).With(
        [
            new GaussianClass("a", 12, new([new(1, [3, -1], [0.5f, 0.2f, 0.1f])])),
            new GaussianClass("b", 13, new([new(0.25, [-4, 0], [1, 0, 1]), new(0.75, [4, 0], [1, -2, 1])])),
        ]);
    }
}
