using System.Reflection;
using Microsoft.ML;

namespace MLNetContract.Tests.Surface;

/// <summary>
/// The list eng/offline/PublicSurface.txt names everything that the offline stand-ins offer. Run on the stand-ins, this test
/// finds what they offer beyond the list; run on the real package, it finds what the list claims and ML.NET does not have.
/// </summary>
[TestClass]
public sealed class PublicSurfaceTests
{
    // ML.NET's types are spread over several assemblies; the stand-ins are one assembly a package.
    private static readonly bool _isOffline = typeof(MLContext).Assembly.GetName().Name == "Microsoft.ML";

    [TestMethod]
    public void TheListAgreesWithThePackage()
    {
        string[] list = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PublicSurface.txt"));
        IReadOnlySet<string> actual = new PublicSurface(Assemblies()).Lines();
        string[] wrong = _isOffline
            ? [.. actual.Except(list).Select(line => "+ " + line)]
            : [.. list.Except(actual).Select(line => "- " + line)];
        Assert.AreEqual(0, wrong.Length,
            "Offered but not listed (+), or listed but not in ML.NET (-):\n" + string.Join("\n", wrong.Order(StringComparer.Ordinal)));
        CollectionAssert.AreEqual(list.Order(StringComparer.Ordinal).Distinct().ToArray(), list, "the list is sorted, each line once");
    }

    private static IEnumerable<Assembly> Assemblies()
    {
        if (_isOffline)
            return [typeof(MLContext).Assembly, typeof(OnnxCatalog).Assembly];
        return Directory.GetFiles(AppContext.BaseDirectory, "Microsoft.ML*.dll").Select(Assembly.LoadFrom);
    }
}
