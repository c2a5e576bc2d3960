namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class VaeArchitectureTests
{
    [TestMethod]
    public void MlpMirrorsTheEncoder()
    {
        VaeArchitecture mlp = VaeArchitecture.Mlp(10, [7, 5], 3);

        Layer relu = new Activation(ActivationFunction.Relu);
        CollectionAssert.AreEqual(
            new Layer[] { new Dense(10, 7), relu, new Dense(7, 5), relu, new Dense(5, 3) { Gain = 10 } }, mlp.Encoder);
        CollectionAssert.AreEqual(
            new Layer[] { new Dense(3, 5) { Gain = 2 }, relu, new Dense(5, 7), relu, new Dense(7, 10) }, mlp.Decoder);
        Assert.AreEqual((10, 3), (mlp.InputSize, mlp.LatentSize));
    }

    [TestMethod]
    public void ParameterBlocksFillTheFlatVectorWithoutGaps()
    {
        VaeArchitecture mlp = VaeArchitecture.Mlp(10, [7], 3);

        Assert.AreEqual(0, mlp.Parameters[0].Offset);
        for (int k = 1; k < mlp.Parameters.Length; k++)
        {
            Assert.AreEqual(mlp.Parameters[k - 1].End, mlp.Parameters[k].Offset);
        }

        Assert.AreEqual((10 * 7) + 7 + (7 * 3) + 3 + (3 * 7) + 7 + (7 * 10) + 10, mlp.ParameterCount);
        CollectionAssert.AreEqual(
            new[]
            {
                "encoder.0.weight", "encoder.0.bias", "encoder.2.weight", "encoder.2.bias",
                "decoder.0.weight", "decoder.0.bias", "decoder.2.weight", "decoder.2.bias",
            },
            mlp.Parameters.Select(block => block.Name).ToArray());
    }

    [TestMethod]
    public void EqualLayersMakeEqualArchitectures()
    {
        Assert.AreEqual(VaeArchitecture.Mlp(10, [7], 3), VaeArchitecture.Mlp(10, [7], 3));
        Assert.AreNotEqual(VaeArchitecture.Mlp(10, [7], 3), VaeArchitecture.Mlp(10, [8], 3));
    }

    [TestMethod]
    public void LayersThatDoNotFitAreNamed()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new VaeArchitecture([new Dense(4, 3), new Dense(2, 2)], [new Dense(2, 4)]));
        StringAssert.Contains(error.Message, "expected rows of 2 values");
        StringAssert.Contains(error.Message, "got rows of 3");

        error = Assert.ThrowsExactly<ArgumentException>(() => new VaeArchitecture([new Dense(4, 3)], [new Dense(3, 5)]));
        StringAssert.Contains(error.Message, "decoder: expected 4 outputs");

        error = Assert.ThrowsExactly<ArgumentException>(() => new VaeArchitecture([], [new Dense(3, 5)]));
        StringAssert.Contains(error.Message, "encoder: expected a Dense layer first, got no layer");
    }
}
