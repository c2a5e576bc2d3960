using TorchSharp;

namespace MLNetContract.Tests.Surface;

/// <summary>
/// As <see cref="PublicSurfaceTests"/>, for the stand-in of TorchSharp and its list eng/offline/TorchSharp/PublicSurface.txt.
/// </summary>
[TestClass]
public sealed class TorchSharpSurfaceTests
{
    [TestMethod]
    public void TheListAgreesWithThePackage()
    {
        string[] list = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "TorchSharpSurface.txt"));
        IReadOnlySet<string> actual = new PublicSurface(typeof(torch.Tensor).Assembly).Lines();
        CollectionAssert.AreEqual(list.Order(StringComparer.Ordinal).Distinct().ToArray(), list, "the list is sorted, each line once");

        // The real package has much more; the stand-in must offer what is listed and nothing else.
        bool isReal = typeof(torch.Tensor).Assembly.GetType("TorchSharp.torch+jit") != null;
        string[] wrong = isReal ? [.. list.Except(actual)] : [.. list.Except(actual), .. actual.Except(list)];
        Assert.AreEqual(0, wrong.Length, "Offered but not listed, or listed but not offered:\n" + string.Join("\n", wrong));
    }
}
