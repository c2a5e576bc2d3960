using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;

namespace MLNetQuantumPrior.Tests;

/// <summary>Exported models on ONNX Runtime against the definition of their networks.</summary>
[TestClass]
public sealed class ExportedNetworkTests
{
    private const double Tolerance = 1e-5;

    public static IEnumerable<object[]> Networks => TestNetworks.All;

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void EncodersGiveTheLogitsAndTheirBits(string _, VaeArchitecture architecture)
    {
        float[] parameters = TestNetworks.Parameters(architecture);
        PlainNetwork plain = PlainNetwork.Encoder(architecture, parameters);
        byte[] model = OnnxFile.ToArray(OnnxExport.Encoder(TestNetworks.Model(architecture, parameters)));
        using var session = new OnnxSession("encoder", model, "Features", ["Logits", "Bits"]);
        foreach (int rows in (int[])[1, 3, 128])
        {
            float[] features = TestNetworks.Features(rows, architecture.InputSize);
            float[] logits = new float[rows * architecture.LatentSize], bits = new float[rows * architecture.LatentSize];
            session.Run(features, logits, bits);

            AssertRows(features, architecture.InputSize, plain.Logits, logits);
            CollectionAssert.AreEqual(logits.Select(logit => logit > 0 ? 1f : 0f).ToArray(), bits);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void DecodersGiveTheProbabilities(string _, VaeArchitecture architecture)
    {
        float[] parameters = TestNetworks.Parameters(architecture);
        PlainNetwork plain = PlainNetwork.Decoder(architecture, parameters);
        byte[] model = OnnxFile.ToArray(OnnxExport.Decoder(TestNetworks.Model(architecture, parameters)));
        using var session = new OnnxSession("decoder", model, "Bits", ["Features"]);
        foreach (int rows in (int[])[1, 3, 128])
        {
            float[] bits = TestNetworks.Bits(rows, architecture.LatentSize);
            float[] probabilities = new float[rows * architecture.InputSize];
            session.Run(bits, probabilities);

            AssertRows(bits, architecture.LatentSize, plain.Probabilities, probabilities);
        }
    }

    [TestMethod]
    [DataRow("gaussian")]
    [DataRow("categorical")]
    [DataRow("mixed")]
    public void EveryLikelihoodIsScaledDecodedAndBroughtBack(string name)
    {
        const int Slots = 9, Rows = 130;
        Likelihood likelihood = name switch
        {
            "gaussian" => Likelihood.Gaussian(Slots),
            "categorical" => new(new CategoricalSlots(Slots)),
            _ => new(
                new CategoricalSlots(3), new GaussianSlots(2), new BernoulliSlots(1), new CategoricalSlots(2),
                new GaussianSlots(1) { Variance = 2 }),
        };
        VaeArchitecture architecture = VaeArchitecture.Mlp(Slots, [8], 5) with { Likelihood = likelihood };
        float[] parameters = TestNetworks.Parameters(architecture);
        var scaling = new SlotScaling([0, 0, 0, 3, -4, 5, 0, 0, 6], [1, 1, 1, 2, .5f, 4, 1, 1, 0], likelihood);
        BmVaeModel model = TestNetworks.Model(architecture, parameters).With(scaling, []);

        using var decoder = new OnnxSession("decoder", OnnxFile.ToArray(OnnxExport.Decoder(model)), "Bits", ["Features"]);
        float[] bits = TestNetworks.Bits(Rows, architecture.LatentSize), features = new float[Rows * Slots];
        decoder.Run(bits, features);
        PlainNetwork plainDecoder = PlainNetwork.Decoder(architecture, parameters);
        AssertRows(
            bits,
            architecture.LatentSize,
            row => [.. PlainLikelihood.Expected(likelihood, plainDecoder.Logits(row))
                .Select((x, slot) => scaling.Offset[slot] + (x * scaling.Unit[slot]))],
            features);

        // Values of the decoder and beyond: twice as large, so that Bernoulli slots are clipped.
        using var encoder = new OnnxSession("encoder", OnnxFile.ToArray(OnnxExport.Encoder(model)), "Features", ["Logits"]);
        float[] wide = [.. features.Select(x => 2 * x)], scaled = new float[wide.Length],
            logits = new float[Rows * architecture.LatentSize];
        encoder.Run(wide, logits);
        scaling.Scale(wide, scaled);
        PlainNetwork plainEncoder = PlainNetwork.Encoder(architecture, parameters);
        AssertRows(scaled, Slots, plainEncoder.Logits, logits);
    }

    [TestMethod]
    public void ALogitOfZeroIsABitOfZero()
    {
        // One feature straight to the logit: y = x * 1 + 0.
        var architecture = new VaeArchitecture([new Dense(1, 1)], [new Dense(1, 1)]);
        byte[] model = OnnxFile.ToArray(OnnxExport.Encoder(TestNetworks.Model(architecture, [1, 0, 0, 0])));
        using var session = new OnnxSession("encoder", model, "Features", ["Bits"]);
        float[] bits = new float[4];
        session.Run([-1, 0, float.NegativeZero, float.Epsilon], bits);
        CollectionAssert.AreEqual(new float[] { 0, 0, 0, 1 }, bits);
    }

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void ARowsResultDoesNotDependOnItsBatch(string _, VaeArchitecture architecture)
    {
        const int Rows = 130;
        float[] parameters = TestNetworks.Parameters(architecture);
        float[] features = TestNetworks.Features(Rows, architecture.InputSize);
        byte[] model = OnnxFile.ToArray(OnnxExport.Encoder(TestNetworks.Model(architecture, parameters)));
        using var session = new OnnxSession("encoder", model, "Features", ["Logits"]);
        float[] together = new float[Rows * architecture.LatentSize];
        session.Run(features, together);
        foreach (int batch in (int[])[1, 2, 3, 5, 13, 16, 64, 129])
        {
            float[] apart = new float[together.Length];
            for (int start = 0; start < Rows; start += batch)
            {
                int rows = Math.Min(batch, Rows - start);
                session.Run(
                    features.AsSpan(start * architecture.InputSize, rows * architecture.InputSize),
                    apart.AsMemory(start * architecture.LatentSize, rows * architecture.LatentSize));
            }

            CollectionAssert.AreEqual(together, apart, $"Batches of {batch} and of {Rows} rows differ.");
        }
    }

    private delegate double[] RowFunction(ReadOnlySpan<float> row);

    private static void AssertRows(float[] input, int inputSize, RowFunction plain, float[] output)
    {
        int rows = input.Length / inputSize, outputSize = output.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            double[] expected = plain(input.AsSpan(row * inputSize, inputSize));
            for (int j = 0; j < outputSize; j++)
            {
                Assert.AreEqual(expected[j], output[(row * outputSize) + j], Tolerance, $"Row {row} of {rows}, column {j}.");
            }
        }
    }
}
