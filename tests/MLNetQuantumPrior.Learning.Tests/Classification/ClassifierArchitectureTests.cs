namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ClassifierArchitectureTests
{
    [TestMethod]
    public void SizesAreThoseOfTheLayers()
    {
        ClassifierArchitecture architecture = ClassifierArchitecture.Mlp(7, [5, 4], 3);

        Assert.AreEqual((7, 4, 3), (architecture.InputSize, architecture.HiddenSize, architecture.ClassCount));
        Assert.AreEqual((7 * 5) + 5 + (5 * 4) + 4 + (4 * 3) + 3, architecture.ParameterCount);
        Assert.HasCount(5, architecture.Layers);
        Assert.AreEqual(ClassifierArchitecture.Mlp(7, [5, 4], 3), architecture);
        Assert.AreNotEqual(ClassifierArchitecture.Mlp(7, [4, 4], 3), architecture);
        Assert.AreEqual(7, ClassifierArchitecture.Mlp(7, [], 3).HiddenSize);
    }

    [TestMethod]
    public void LayersThatDoNotFitAreNamed()
    {
        Expect("expected a Dense layer first and last, got no layer");
        Expect("expected a Dense layer first and last, got Dense", new Dense(2, 3), new Activation(ActivationFunction.Relu));
        Expect("expected a Dense layer first and last, got Activation", new Activation(ActivationFunction.Relu), new Dense(2, 3));
        Expect("got rows of 3", new Dense(2, 3), new Dense(4, 2));
        Expect("positive sizes", new Dense(2, 0));
        Expect("parameters, got 10000100000", new Dense(100_000, 100_000));

        static void Expect(string message, params Layer[] layers) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => new ClassifierArchitecture([.. layers])).Message, message);
    }
}
