namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class ClassifierNetworkTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(5, 2)]
    [DataRow(17, 3)]
    [DataRow(4, 10)]
    public void LossAndGradientsAgreeWithCentralDifferences(int rows, int classes)
    {
        var architecture = new ClassifierArchitecture(
            [
                new Dense(7, 9), new Activation(ActivationFunction.Relu),
                new Dense(9, 5), new Activation(ActivationFunction.Tanh),
                new Dense(5, classes) { Gain = 4 },
            ]);
        (FeatureMatrix data, int[] labels) = Toy.Noise(rows, 7, classes);
        float[] features = data.Slice(0, rows).ToArray();
        var network = new ClassifierNetwork(architecture, seed: 3, threads: 1);
        var oracle = new DoubleClassifier(architecture, network.Parameters.ToArray());

        double loss = network.Step(features, labels, learningRate: .1);

        Assert.AreEqual(oracle.Loss(features, labels), loss, 1e-6);
        double[] expected = oracle.Gradients(features, labels);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.AreEqual(expected[k], network.Gradients[k], 1e-6, $"Parameter {k}");
        }
    }
}
