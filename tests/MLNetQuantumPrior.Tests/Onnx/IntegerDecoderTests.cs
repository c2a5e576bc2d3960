using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Onnx;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>Decoders that compute in integers.</summary>
[TestClass]
public sealed class IntegerDecoderTests
{
    /// <summary>Bits are 0 or 127 steps exactly, so that all there is to a single layer is the rounding of its weights.</summary>
    [TestMethod]
    public void ALayerIsThatOfTheRoundedWeights()
    {
        const int Latents = 5, Slots = 7, Rows = 9;
        var architecture = new VaeArchitecture([new Dense(Slots, Latents)], [new Dense(Latents, Slots)]);
        float[] parameters = TestNetworks.Parameters(architecture), rounded = [.. parameters];
        ParameterBlock weights = architecture.Parameters.Single(block => block.Name == "decoder.0.weight");
        for (int j = 0; j < Slots; j++)
        {
            int[] column = [.. Enumerable.Range(0, Latents).Select(i => weights.Offset + (i * Slots) + j)];
            float step = column.Max(k => Math.Abs(parameters[k])) / 127;
            foreach (int k in column)
            {
                rounded[k] = step * MathF.Round(parameters[k] / step);
            }
        }

        float[] bits = TestNetworks.Bits(Rows, Latents), features = Run(TestNetworks.Model(architecture, parameters), bits, Slots);
        PlainNetwork plain = PlainNetwork.Decoder(architecture, rounded);
        AssertEqual([.. bits.Chunk(Latents).SelectMany(row => plain.Probabilities(row))], features, 1e-5);
    }

    /// <summary>
    /// An input is off by half a step at most, a weight by half of its own, no activation makes an error larger, and of what reaches a
    /// sigmoid a quarter is left.
    /// </summary>
    [TestMethod]
    [DataRow(ActivationFunction.Relu, PriorKind.Boltzmann)]
    [DataRow(ActivationFunction.Tanh, PriorKind.Boltzmann)]
    [DataRow(ActivationFunction.LeakyRelu, PriorKind.Gaussian)]
    public void ErrorsAreThoseOfRounding(ActivationFunction function, PriorKind prior)
    {
        const int Latents = 6, Slots = 8, Rows = 200;
        VaeArchitecture made = VaeArchitecture.Mlp(Slots, [12, 10], Latents, prior);
        var architecture = new VaeArchitecture(
            made.Encoder, [.. made.Decoder.Select(layer => layer is Activation ? new Activation(function) : layer)]);
        float[] parameters = TestNetworks.Parameters(architecture);
        BmVaeModel model = prior == PriorKind.Gaussian
            ? BmVaeModel.Gaussian(architecture, parameters)
            : TestNetworks.Model(architecture, parameters);
        ImmutableArray<LayerRange> ranges = LayerRange.OfDecoder(model);
        float[] latents = prior == PriorKind.Gaussian
            ? [.. TestNetworks.Features(Rows, Latents).Select(x => (2 * x) - 1)]
            : TestNetworks.Bits(Rows, Latents);
        float[] exact = new float[Rows * Slots];
        model.Decode(latents, exact);
        float[] features = Run(model, latents, Slots);
        double[] bounds = [.. latents.Chunk(Latents).SelectMany(row => Bounds(model, ranges, row))];

        for (int k = 0; k < features.Length; k++)
        {
            Assert.IsLessThanOrEqualTo((bounds[k] / 4) + 1e-5, Math.Abs(features[k] - exact[k]), $"feature {k}, {exact[k]}");
        }

        Assert.IsLessThan(0.02, features.Zip(exact).Average(pair => Math.Abs(pair.First - pair.Second)));
    }

    [TestMethod]
    public void ARowDoesNotDependOnOthers()
    {
        BmVaeModel model = Digits();
        float[] bits = TestNetworks.Bits(40, model.Architecture.LatentSize);
        using var decoder = new OnnxSession("decoder", File(model), "Bits", ["Features"]);
        float[] together = new float[40 * 784], apart = new float[784];
        decoder.Run(bits, together);
        for (int row = 0; row < 40; row++)
        {
            decoder.Run(bits.AsSpan(row * model.Architecture.LatentSize, model.Architecture.LatentSize), apart);
            CollectionAssert.AreEqual(together[(row * 784)..((row + 1) * 784)], apart);
        }
    }

    /// <summary>The judge is right about as many of 1,000 digits: 4 standard errors of a share of 0.002 that changes its mind.</summary>
    [TestMethod]
    public void DigitsStayWhatTheyAre()
    {
        const int Rows = 1000;
        BmVaeModel model = Digits();
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % 10)];
        ulong[] ids = [.. Enumerable.Range(0, Rows).Select(row => (ulong)row)];
        var options = new GenerationOptions { Acceptance = true, PoolSize = 128, Seed = 5 };
        float[] bits = LatentBits.Of(new LatentGenerator(model.Prior, model.Classes, options).Draw(labels, ids).Spins);
        float[] single = new float[Rows * 784];
        model.Decode(bits, single);

        Classifier judge = Classifier.Load(TrainedModels.PathOf("mnist-judge.bin"));
        double difference = judge.Accuracy(new(784, Run(model, bits, 784)), labels) - judge.Accuracy(new(784, single), labels);
        Assert.AreEqual(0, difference, 4 * Math.Sqrt(0.002 / Rows));
    }

    [TestMethod]
    public void LatentsThatAreNotFiniteGiveNaNAndTheirRowAlone()
    {
        const int Latents = 5, Slots = 7;
        VaeArchitecture architecture = VaeArchitecture.Mlp(Slots, [9], Latents);
        float[] bits = TestNetworks.Bits(3, Latents);
        bits[Latents + 1] = float.NaN;
        float[] features = Run(TestNetworks.Model(architecture, TestNetworks.Parameters(architecture)), bits, Slots);

        Assert.IsTrue(features[Slots..(2 * Slots)].All(float.IsNaN));
        Assert.IsTrue(features[..Slots].Concat(features[(2 * Slots)..]).All(float.IsFinite));
    }

    [TestMethod]
    public void ADecoderIsAQuarterOfTheSizeAndAlwaysTheSame()
    {
        BmVaeModel model = Digits();
        byte[] single = OnnxFile.ToArray(OnnxExport.Decoder(model)), integers = File(model);

        Assert.AreEqual(0.25, (double)integers.Length / single.Length, 0.01);
        CollectionAssert.AreEqual(integers, File(model));
    }

    [TestMethod]
    public void FilesPassTheOfficialChecker()
    {
        var normalised = new VaeArchitecture([new Dense(7, 5)], [new Dense(5, 9), new BatchNorm(9), new Dense(9, 7)]);
        OnnxChecker.Check([File(TestNetworks.Model(normalised, TestNetworks.Parameters(normalised))), File(Digits())]);
    }

    [TestMethod]
    public void MLNetRunsThem()
    {
        const int Latents = 5, Slots = 7;
        VaeArchitecture architecture = VaeArchitecture.Mlp(Slots, [9], Latents);
        BmVaeModel model = TestNetworks.Model(architecture, TestNetworks.Parameters(architecture));
        float[] bits = TestNetworks.Bits(1, Latents);
        CollectionAssert.AreEqual(Run(model, bits, Slots), DecoderInMLNet.Run(model, OnnxPrecision.Int8, bits));
    }

    [TestMethod]
    public void OnlyDecodersOfDenseLayersHaveIntegers()
    {
        VaeArchitecture images = VaeArchitecture.Convolutional(28, 28, 1, [4, 8], 16);
        BmVaeModel model = TestNetworks.Model(images, TestNetworks.Parameters(images));

        StringAssert.StartsWith(
            Assert.ThrowsExactly<NotSupportedException>(() => File(model)).Message,
            "Precision Int8: expected a decoder of dense layers, activations and normalisations, got Reshape");
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.SaveEncoderOnnx(Stream.Null, OnnxPrecision.Int8)).Message,
            "Option 'precision': expected Single or Half, because only decoders know it, got Int8.");
    }

    private static BmVaeModel Digits() => BmVaeModel.Load(TrainedModels.PathOf("mnist-digits.bmvae"));

    private static byte[] File(BmVaeModel model)
    {
        using var file = new MemoryStream();
        model.SaveDecoderOnnx(file, OnnxPrecision.Int8);
        return file.ToArray();
    }

    private static float[] Run(BmVaeModel model, float[] latents, int slots)
    {
        float[] features = new float[latents.Length / model.Architecture.LatentSize * slots];
        string input = model.Kind == PriorKind.Gaussian ? "Latents" : "Bits";
        using var decoder = new OnnxSession("decoder", File(model), input, ["Features"]);
        decoder.Run(latents, features);
        return features;
    }

    /// <summary>How far each of a row's features may be off.</summary>
    private static double[] Bounds(BmVaeModel model, ImmutableArray<LayerRange> ranges, float[] row)
    {
        int offset = model.Architecture.Encoder.Sum(layer => layer.ParameterCount);
        float[] values = row;
        double[] errors = new double[row.Length];
        for (int k = 0; k < model.Architecture.Decoder.Length; k++)
        {
            Layer layer = model.Architecture.Decoder[k];
            ReadOnlySpan<float> parameters = model.Parameters.Slice(offset, layer.ParameterCount);
            var stack = new LayerStack([layer], values.Length);
            float[] next = new float[stack.Outputs];
            stack.Forward(parameters, 1, values, next);
            if (layer is Dense dense)
            {
                double step = (ranges[k].Highest - ranges[k].Lowest) / 127;
                double[] before = [.. errors.Zip(values, (error, value) => error + (step / 2) + Beyond(ranges[k], value))];
                errors = new double[dense.Outputs];
                for (int j = 0; j < dense.Outputs; j++)
                {
                    double largest = 0;
                    for (int i = 0; i < dense.Inputs; i++)
                    {
                        largest = Math.Max(largest, Math.Abs(parameters[(i * dense.Outputs) + j]));
                    }

                    for (int i = 0; i < dense.Inputs; i++)
                    {
                        double weight = Math.Abs(parameters[(i * dense.Outputs) + j]), half = largest / 254;
                        errors[j] += ((weight + half) * before[i]) + (half * Math.Abs(values[i]));
                    }
                }
            }

            (values, offset) = (next, offset + layer.ParameterCount);
        }

        return errors;
    }

    /// <summary>What clipping takes off, where the range was moved by as much as half a step so that 0 is one of its steps.</summary>
    private static double Beyond(LayerRange range, float value)
    {
        double half = (range.Highest - range.Lowest) / 254;
        return Math.Max(0, Math.Max(value - (range.Highest - half), range.Lowest + half - value));
    }

    private static void AssertEqual(double[] expected, float[] actual, double tolerance)
    {
        Assert.HasCount(expected.Length, actual);
        for (int k = 0; k < actual.Length; k++)
        {
            Assert.AreEqual(expected[k], actual[k], tolerance);
        }
    }
}
