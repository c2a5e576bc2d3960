using System.Reflection;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class DependencyTests
{
    private static readonly string[] Learning = ["MLNetQuantumPrior.Sampling", "Google.Protobuf", "System.IO.Hashing"];

    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["MLNetQuantumPrior.Sampling"] = [],
        ["MLNetQuantumPrior.Learning"] = Learning,
        ["MLNetQuantumPrior"] =
        [
            "MLNetQuantumPrior.Learning", .. Learning,
            "Microsoft.ML", "Microsoft.ML.OnnxTransformer", "Microsoft.ML.OnnxRuntime",
        ],
        ["MLNetQuantumPrior.Evaluation"] =
        [
            "MLNetQuantumPrior", "MLNetQuantumPrior.Learning", .. Learning,
            "Microsoft.ML", "Microsoft.ML.FastTree", "Microsoft.ML.OnnxTransformer", "Microsoft.ML.OnnxRuntime",
            "MathNet.Numerics", "OxyPlot.Core",
        ],
        ["MLNetQuantumPrior.Parquet"] =
        [
            "MLNetQuantumPrior", "MLNetQuantumPrior.Learning", .. Learning,
            "Microsoft.ML", "Microsoft.ML.OnnxTransformer", "Microsoft.ML.OnnxRuntime", "Parquet.Net",
        ],
        ["MLNetQuantumPrior.TorchSharp"] = ["MLNetQuantumPrior.Learning", .. Learning, "TorchSharp"],
        ["MLNetQuantumPrior.Tool"] =
        [
            "MLNetQuantumPrior.Evaluation", "MLNetQuantumPrior.Parquet", "MLNetQuantumPrior", "MLNetQuantumPrior.Learning", .. Learning,
            "Microsoft.ML", "Microsoft.ML.FastTree", "Microsoft.ML.OnnxTransformer", "Microsoft.ML.OnnxRuntime",
            "MathNet.Numerics", "OxyPlot.Core", "Parquet.Net", "Spectre.Console", "System.CommandLine",
        ],
        ["MLNetQuantumPrior.Leap"] = ["MLNetQuantumPrior.Sampling", "Polly.Core"],
    };

    public static IEnumerable<object[]> ProductProjects =>
        TrackedFiles.Projects.Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(path => new object[] { path });

    [TestMethod]
    [DynamicData(nameof(ProductProjects))]
    public void ProjectsKnowOnlyWhatIsBelowThem(string path)
    {
        var project = new ProjectFile(path);
        Assert.IsTrue(MayKnow.TryGetValue(project.Name, out string[]? allowed), $"{path}: expected a line in MayKnow, got none.");
        string[] more = [.. project.Knows().Except(allowed)];
        Assert.IsEmpty(more, $"{path} knows more than it may: {string.Join(", ", more)}.");
    }

    [TestMethod]
    public void SharedFilesAddNoReferenceToProducts()
    {
        string[] shared = ["Directory.Build.props", "src/Directory.Build.props", "src/Directory.Build.targets"];
        foreach (string path in shared.Intersect(TrackedFiles.All))
        {
            Assert.IsEmpty(new ProjectFile(path).Shipped, path);
        }
    }

    [TestMethod]
    [DataRow("MLNetQuantumPrior.Sampling")]
    [DataRow("MLNetQuantumPrior.Learning")]
    public void BuiltAssembliesNeedOnlyTheFrameworkAndWhatIsBelowThem(string name)
    {
        // Packages have names such as System.Numerics.Tensors too: only what lies in the framework's folder is the framework.
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] unexpected = [.. Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!)
            .Except(MayKnow[name]).Where(reference => !File.Exists(Path.Combine(framework, reference + ".dll")))];
        Assert.IsEmpty(unexpected, $"{name} needs {string.Join(", ", unexpected)}.");
    }
}
