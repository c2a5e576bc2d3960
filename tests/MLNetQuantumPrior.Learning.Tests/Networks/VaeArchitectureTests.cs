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
    public void GaussianNetworksDifferInTheCodeAlone()
    {
        VaeArchitecture spins = VaeArchitecture.Mlp(10, [7, 5], 3), gaussian = VaeArchitecture.Mlp(10, [7, 5], 3, PriorKind.Gaussian);

        CollectionAssert.AreEqual(spins.Encoder[..^1], gaussian.Encoder[..^1]);
        CollectionAssert.AreEqual(spins.Decoder[1..], gaussian.Decoder[1..]);
        Assert.AreEqual(new Dense(5, 6), gaussian.Encoder[^1], "means and log variances, with usual weights");
        Assert.AreEqual(new Dense(3, 5), gaussian.Decoder[0]);
        Assert.AreEqual((3, 6), (gaussian.LatentSize, gaussian.CodeSize));
        Assert.AreEqual((3, 3), (spins.LatentSize, spins.CodeSize));

        VaeArchitecture images = VaeArchitecture.Convolutional(8, 8, 1, [4], 3, PriorKind.Gaussian);
        Assert.AreEqual(new Dense(64, 6), images.Encoder[^1]);
        Assert.AreEqual(new Dense(3, 64), images.Decoder[0]);
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
        var error = Assert.ThrowsExactly<ArgumentException>(() =>
            new VaeArchitecture([new Dense(4, 3), new Dense(2, 2)], [new Dense(2, 4)]));
        StringAssert.Contains(error.Message, "expected rows of 2 values");
        StringAssert.Contains(error.Message, "got rows of 3");

        error = Assert.ThrowsExactly<ArgumentException>(() => new VaeArchitecture([new Dense(4, 3)], [new Dense(3, 5)]));
        StringAssert.Contains(error.Message, "decoder: expected 4 outputs");

        error = Assert.ThrowsExactly<ArgumentException>(() => new VaeArchitecture([new Dense(4, 9)], [new Dense(3, 4)]));
        StringAssert.Contains(error.Message, "encoder: expected 3 outputs, as many as the decoder takes, or twice as many, got rows of 9");

        error = Assert.ThrowsExactly<ArgumentException>(() => new VaeArchitecture([], [new Dense(3, 5)]));
        StringAssert.Contains(error.Message, "encoder: expected a Dense or Reshape layer first, got no layer");
    }

    [TestMethod]
    public void ConvolutionalMirrorsTheEncoder()
    {
        VaeArchitecture mnist = VaeArchitecture.Convolutional(28, 28, 1, [32, 64], 128);

        Layer relu = new Activation(ActivationFunction.Relu);
        CollectionAssert.AreEqual(
            new Layer[]
            {
                new Reshape(1, 28, 28), new Conv2d(1, 32, 3, 2, 1), new BatchNorm(32), relu,
                new Conv2d(32, 64, 3, 2, 1), new BatchNorm(64), relu, new Flatten(), new Dense(3136, 128) { Gain = 10 },
            },
            mnist.Encoder);
        CollectionAssert.AreEqual(
            new Layer[]
            {
                new Dense(128, 3136) { Gain = 2 }, new Reshape(64, 7, 7), new BatchNorm(64), relu,
                new ConvTranspose2d(64, 32, 3, 2, 1, 1, 1), new BatchNorm(32), relu,
                new ConvTranspose2d(32, 1, 3, 2, 1, 1, 1), new Flatten(),
            },
            mnist.Decoder);
        Assert.AreEqual((784, 128), (mnist.InputSize, mnist.LatentSize));
    }

    [TestMethod]
    public void ResidualHasABlockAtEachSize()
    {
        VaeArchitecture networks = VaeArchitecture.Residual(9, 6, 3, [4, 7], 5);

        Layer relu = new Activation(ActivationFunction.Relu);
        static Residual Block(int channels, int half) => new(
            [
                new Conv2d(channels, half, 3, 1, 1), new BatchNorm(half), new Activation(ActivationFunction.Relu),
                new Conv2d(half, channels, 1), new BatchNorm(channels),
            ]);
        CollectionAssert.AreEqual(
            new Layer[]
            {
                new Reshape(3, 9, 6), new Conv2d(3, 4, 3, 2, 1), new BatchNorm(4), relu, Block(4, 2), relu,
                new Conv2d(4, 7, 3, 2, 1), new BatchNorm(7), relu, Block(7, 3), relu, new Flatten(), new Dense(42, 5) { Gain = 10 },
            },
            networks.Encoder);
        CollectionAssert.AreEqual(
            new Layer[]
            {
                new Dense(5, 42) { Gain = 2 }, new Reshape(7, 3, 2), new BatchNorm(7), relu, Block(7, 3), relu,
                new ConvTranspose2d(7, 4, 3, 2, 1, 0, 0), new BatchNorm(4), relu, Block(4, 2), relu,
                new ConvTranspose2d(4, 3, 3, 2, 1, 0, 1), new Flatten(),
            },
            networks.Decoder);
        Assert.AreEqual(networks, VaeArchitecture.Residual(9, 6, 3, [4, 7], 5));
        Assert.AreNotEqual(networks, VaeArchitecture.Residual(9, 6, 3, [4, 8], 5));
        StringAssert.Contains($"{networks.Encoder[4]}", "Inner = [Conv2d { InChannels = 4, OutChannels = 2,");
    }

    [TestMethod]
    public void WithoutBatchNormThereIsNone()
    {
        foreach (VaeArchitecture networks in (VaeArchitecture[])
            [
                VaeArchitecture.Convolutional(8, 8, 1, [4], 3, batchNorm: false),
                VaeArchitecture.Residual(8, 8, 1, [4], 3, batchNorm: false),
            ])
        {
            Assert.IsFalse(networks.Parameters.Any(block => !block.IsTrained));
        }
    }

    [TestMethod]
    public void ABlockWhoseBranchesDoNotMeetIsRefused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => new VaeArchitecture([new Reshape(1, 4, 4), new Residual([new Conv2d(1, 2, 1)]), new Flatten()], [new Dense(2, 16)]));
        StringAssert.Contains(error.Message, "expected a shortcut to images of 2 x 4 x 4, got images of 1 x 4 x 4");
        Assert.ThrowsExactly<ArgumentException>(() => new Residual([]));
    }

    [TestMethod]
    public void ConvolutionalTakesImagesOfAnySize()
    {
        for (int height = 1; height <= 9; height++)
        {
            for (int width = 1; width <= 9; width++)
            {
                foreach (int[] filters in (int[][])[[], [4], [2, 3, 4]])
                {
                    Assert.AreEqual(2 * height * width, VaeArchitecture.Convolutional(height, width, 2, filters, 5).InputSize);
                }
            }
        }
    }

    [TestMethod]
    public void RunningStatisticsAreNotTrained()
    {
        VaeArchitecture architecture = new([new Dense(2, 3), new BatchNorm(3)], [new Dense(3, 2)]);
        CollectionAssert.AreEqual(
            new[] { "encoder.1.mean", "encoder.1.variance" },
            architecture.Parameters.Where(block => !block.IsTrained).Select(block => block.Name).ToArray());
    }

    [TestMethod]
    public void ImagesThatDoNotFitAreNamed()
    {
        Refused("expected images of 3 channels, as large as the kernel when padded, got images of 1 x 4 x 4", new Conv2d(3, 2, 3));
        Refused("as large as the kernel when padded, got images of 1 x 4 x 4", new Conv2d(1, 2, 7, Padding: 1));
        Refused("expected a padding from 0 to before 3, got 3", new Conv2d(1, 2, 3, Padding: 3));
        Refused("expected channels, kernel and stride of at least 1", new Conv2d(1, 2, 3, Stride: 0));
        Refused("expected images of 2 channels, got images of 1 x 4 x 4", new ConvTranspose2d(2, 1, 3));
        Refused("output padding from 0 to before the stride, got 0 and 2", new ConvTranspose2d(1, 1, 3, Stride: 2, OutputPaddingWidth: 2));
        Refused("expected an output of at least one pixel, got a side of 0", new ConvTranspose2d(1, 1, 5, Padding: 4));
        Refused("expected 2 channels, at least 1, got images of 1 x 4 x 4", new BatchNorm(2));
        Refused("expected rows of 16 values, got images of 1 x 4 x 4", new Dense(16, 2));
        Refused("expected images, got rows of 16 values", new Flatten(), new Flatten());
        Refused("expected rows of 4 values, got rows of 16 values", new Flatten(), new Reshape(1, 2, 2));
        Refused("expected positive sizes, got 1 x -1 x -16", new Flatten(), new Reshape(1, -1, -16));
        Refused("encoder: expected 2 outputs, as many as the decoder takes, or twice as many, got images of 1 x 4 x 4");

        static void Refused(string message, params Layer[] layers)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => new VaeArchitecture([new Reshape(1, 4, 4), .. layers], [new Dense(2, 16)]));
            StringAssert.Contains(error.Message, message);
        }
    }

    [TestMethod]
    public void NetworksTooLargeForAnArrayAreRefused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => VaeArchitecture.Mlp(100_000, [100_000], 5));
        Assert.ThrowsExactly<ArgumentException>(() => VaeArchitecture.Convolutional(100_000, 100_000, 1, [], 5));
    }
}
