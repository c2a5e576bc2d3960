using System.Globalization;
using MLNetQuantumPrior.Samples;

namespace MLNetQuantumPrior.Torch.Tests;

[TestClass]
public sealed class OwnNetworksTests
{
    [TestMethod]
    public void TheSamplePrintsWhatItClaims()
    {
        LibTorch.SkipWithout();
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using var output = new StringWriter();
            OwnNetworks.Run(output, folder);
            string text = output.ToString();
            Assert.IsGreaterThan(95.0, Percent(text, "accuracy on 32 latent bits: "), text);
            Assert.IsGreaterThan(75.0, Percent(text, "where they were asked for: "), text);
            Assert.Contains("saved and loaded: True", text);
            Assert.Contains("no encoder.onnx: encoder (ResidualEncoder)", text);
            string[] files = [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order()];
            CollectionAssert.AreEqual((string[])["decoder.onnx", "own-networks.bmvae"], files);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Percent(string text, string before)
    {
        string rest = text[(text.IndexOf(before, StringComparison.Ordinal) + before.Length)..];
        return double.Parse(rest[..rest.IndexOf('%')].Trim(), CultureInfo.InvariantCulture);
    }
}
