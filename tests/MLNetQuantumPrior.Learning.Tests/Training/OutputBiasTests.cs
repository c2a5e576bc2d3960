namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>A decoder that knows nothing of its latents gives the mean of the data.</summary>
[TestClass]
public sealed class OutputBiasTests
{
    private static readonly float[] ColumnMeans = [.1f, .2f, .3f, .4f, .5f, .6f, .7f, 1];

    [TestMethod]
    public void ADenseDecoderStartsAtTheColumnMeans() =>
        AssertClose([.1, .2, .3, .4, .5, .6, .7, .999], Start(new Dense(3, 8)));

    [TestMethod]
    public void AConvolutionalDecoderStartsAtTheMeansOfChannels()
    {
        double first = (.1 + .2 + .3 + .4) / 4, second = (.5 + .6 + .7 + 1) / 4;
        double[] expected = [first, first, first, first, second, second, second, second];
        AssertClose(expected, Start(new Dense(3, 4), new Reshape(1, 2, 2), new Conv2d(1, 2, 1), new Flatten()));
        AssertClose(expected, Start(new Dense(3, 3), new Reshape(3, 1, 1), new ConvTranspose2d(3, 2, 2), new Flatten()));
    }

    [TestMethod]
    public void ADecoderWithAnotherEndKeepsItsStart() =>
        AssertClose([.5, .5, .5, .5, .5, .5, .5, .5], Start(new Dense(3, 8), new Activation(ActivationFunction.Tanh)));

    /// <summary>Probabilities that weights of zero give.</summary>
    private static double[] Start(params Layer[] decoder)
    {
        VaeArchitecture architecture = new([new Dense(8, 3)], [.. decoder]);
        using IVaeNetwork network = new SimdEngine().Create(architecture, seed: 1);
        network.SetParameters(new float[architecture.ParameterCount]);
        OutputBias.Initialize(network, ColumnMeans);
        float[] logits = new float[8];
        network.Decode([1, -2, 3], logits);
        return [.. logits.Select(logit => 1 / (1 + Math.Exp(-logit)))];
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        foreach ((double mean, double probability) in expected.Zip(actual))
        {
            Assert.AreEqual(mean, probability, 1e-6);
        }
    }
}
