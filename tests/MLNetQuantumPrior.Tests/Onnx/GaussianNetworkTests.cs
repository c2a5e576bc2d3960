using MLNetQuantumPrior.Learning;

namespace MLNetQuantumPrior.Tests;

/// <summary>Exported Gaussian models on ONNX Runtime against the engine and the definition of their networks.</summary>
[TestClass]
public sealed class GaussianNetworkTests
{
    private const int Rows = 5, Pixels = 7, Latents = 4;

    private static readonly VaeArchitecture Architecture = VaeArchitecture.Mlp(Pixels, [9], Latents, PriorKind.Gaussian);
    private static readonly float[] Parameters = TestNetworks.Parameters(Architecture);
    private static readonly BmVaeModel Model = BmVaeModel.Gaussian(Architecture, Parameters);

    [TestMethod]
    public void EncodersGiveMeansAndLogVariances()
    {
        float[] features = TestNetworks.Features(Rows, Pixels), means = new float[Rows * Latents], logVariances = new float[Rows * Latents];
        using var session = new OnnxSession("encoder", OnnxFile.ToArray(OnnxExport.Encoder(Model)), "Features", ["Means", "LogVariances"]);
        session.Run(features, means, logVariances);

        float[] engine = new float[Rows * Latents];
        Model.Encode(features, engine);
        PlainNetwork plain = PlainNetwork.Encoder(Architecture, Parameters);
        for (int row = 0; row < Rows; row++)
        {
            double[] code = plain.Logits(features.AsSpan(row * Pixels, Pixels));
            for (int i = 0; i < Latents; i++)
            {
                Assert.AreEqual(code[i], means[(row * Latents) + i], 1e-5);
                Assert.AreEqual(code[i], engine[(row * Latents) + i], 1e-5);
                Assert.AreEqual(code[Latents + i], logVariances[(row * Latents) + i], 1e-5);
            }
        }
    }

    [TestMethod]
    public void DecodersTakeNumbersThatAreNoBits()
    {
        float[] latents = [.. TestNetworks.Features(Rows, Latents).Select(value => (6 * value) - 3)];
        float[] features = new float[Rows * Pixels], engine = new float[Rows * Pixels];
        using var session = new OnnxSession("decoder", OnnxFile.ToArray(OnnxExport.Decoder(Model)), "Latents", ["Features"]);
        session.Run(latents, features);
        Model.Decode(latents, engine);

        PlainNetwork plain = PlainNetwork.Decoder(Architecture, Parameters);
        for (int row = 0; row < Rows; row++)
        {
            double[] expected = plain.Probabilities(latents.AsSpan(row * Latents, Latents));
            for (int i = 0; i < Pixels; i++)
            {
                Assert.AreEqual(expected[i], features[(row * Pixels) + i], 1e-5);
                Assert.AreEqual(expected[i], engine[(row * Pixels) + i], 1e-5);
            }
        }
    }
}
