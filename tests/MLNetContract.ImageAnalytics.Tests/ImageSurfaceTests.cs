using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetContract.Tests.Surface;

namespace MLNetContract.ImageAnalytics.Tests;

/// <summary>The list eng/offline/PublicSurface.ImageAnalytics.txt names what the stand-in of this package offers, compared as that of
/// Microsoft.ML is.</summary>
[TestClass]
public sealed class ImageSurfaceTests
{
    private static readonly bool _isOffline = typeof(MLContext).Assembly.GetName().Name == "Microsoft.ML";

    [TestMethod]
    public void TheListAgreesWithThePackage()
    {
        string[] list = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PublicSurface.ImageAnalytics.txt"));
        IReadOnlySet<string> actual = new PublicSurface(Assemblies()).Lines();
        IEnumerable<string> ofImages = actual.Except(new PublicSurface(Assemblies().Except([typeof(MLImage).Assembly])).Lines());
        string[] wrong = _isOffline
            ? [.. ofImages.Except(list).Select(line => "+ " + line)]
            : [.. list.Except(actual).Select(line => "- " + line)];
        Assert.AreEqual(0, wrong.Length,
            "Offered but not listed (+), or listed but not in ML.NET (-):\n" + string.Join("\n", wrong.Order(StringComparer.Ordinal)));
        CollectionAssert.AreEqual(list.Order(StringComparer.Ordinal).Distinct().ToArray(), list, "the list is sorted, each line once");
    }

    private static IEnumerable<Assembly> Assemblies() => _isOffline
        ? [typeof(MLContext).Assembly, typeof(MLImage).Assembly]
        : Directory.GetFiles(AppContext.BaseDirectory, "Microsoft.ML*.dll").Select(Assembly.LoadFrom);
}
