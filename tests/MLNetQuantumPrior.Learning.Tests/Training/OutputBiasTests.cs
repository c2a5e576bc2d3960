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

    [TestMethod]
    public void EachGroupStartsAtItsOwnMeans()
    {
        // Softmax of the logarithms of .1, .2 and .3 gives each its share of .6; Gaussian outputs are the means.
        var likelihood = new Likelihood(new CategoricalSlots(3), new GaussianSlots(3), new BernoulliSlots(2));
        double[] logits = Outputs(likelihood, [.1f, .2f, .3f, -4, .5f, 60, .7f, 1], new Dense(3, 8));
        AssertClose([1 / 6.0, 1 / 3.0, .5, -4, .5, 60, .7, .999], PlainLikelihood.Expected(likelihood, logits));
    }

    [TestMethod]
    public void AChannelOfSeveralLawsKeepsItsStart()
    {
        var likelihood = new Likelihood(new GaussianSlots(2), new BernoulliSlots(6));
        double second = (.5 + .6 + .7 + 1) / 4;
        double[] outputs = Outputs(likelihood, ColumnMeans, new Dense(3, 4), new Reshape(1, 2, 2), new Conv2d(1, 2, 1), new Flatten());
        AssertClose([0, 0, .5, .5, second, second, second, second], PlainLikelihood.Expected(likelihood, outputs));
    }

    /// <summary>Probabilities that weights of zero give.</summary>
    private static double[] Start(params Layer[] decoder) =>
        PlainLikelihood.Expected(Likelihood.Bernoulli(8), Outputs(Likelihood.Bernoulli(8), ColumnMeans, decoder));

    private static double[] Outputs(Likelihood likelihood, float[] means, params Layer[] decoder)
    {
        VaeArchitecture architecture = new VaeArchitecture([new Dense(8, 3)], [.. decoder]) with { Likelihood = likelihood };
        using IVaeNetwork network = new SimdEngine().Create(architecture, seed: 1);
        network.SetParameters(new float[architecture.ParameterCount]);
        OutputBias.Initialize(network, means);
        float[] outputs = new float[8];
        network.Decode([1, -2, 3], outputs);
        return [.. outputs.Select(output => (double)output)];
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        foreach ((double mean, double probability) in expected.Zip(actual))
        {
            Assert.AreEqual(mean, probability, 1e-6);
        }
    }
}
