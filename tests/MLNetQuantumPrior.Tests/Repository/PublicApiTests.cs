using System.Reflection;
using MLNetContract.Tests.Surface;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Sampling;
using MLNetQuantumPrior.Torch;

namespace MLNetQuantumPrior.Tests.Repository;

/// <summary>
/// The public API of each library stands in its PublicApi.txt, so that no change of it goes unseen. To write the files anew:
/// <c>UPDATE_PUBLIC_API=1 dotnet test tests/MLNetQuantumPrior.Tests -c Release --filter PublicApi</c>
/// </summary>
[TestClass]
public sealed class PublicApiTests
{
    [TestMethod]
    [DataRow(typeof(IsingModel))]
    [DataRow(typeof(BmVaeModel))]
    [DataRow(typeof(BmVaeEstimator))]
    [DataRow(typeof(TorchSharpEngine))]
    public void IsWhatTheFileSays(Type member)
    {
        Assembly assembly = member.Assembly;
        string path = TrackedFiles.FullPath($"src/{assembly.GetName().Name}/PublicApi.txt");
        string[] api = [.. new PublicSurface(assembly).Lines().Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") == "1")
        {
            File.WriteAllText(path, string.Join('\n', api) + "\n");
        }

        string[] file = File.ReadAllLines(path);
        string changes = string.Join(
            '\n', [.. file.Except(api).Select(line => $"- {line}"), .. api.Except(file).Select(line => $"+ {line}")]);
        Assert.AreEqual("", changes, $"{path}: if the change is meant, write the file anew with UPDATE_PUBLIC_API=1.");
    }
}
