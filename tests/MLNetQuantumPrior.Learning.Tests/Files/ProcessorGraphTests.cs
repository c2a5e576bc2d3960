using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Learning.Tests;

/// <summary>A model on a processor's working graph is of use only with that graph's name and its qubits.</summary>
[TestClass]
public sealed class ProcessorGraphTests
{
    private const string Name = "Advantage2_system1;graph_id=01d07086e1";

    [TestMethod]
    public void ModelFilesKeepTheNameAndTheQubits()
    {
        SpinGraph graph = SpinGraph.FromLabels([7, 30, 41, 4000], [new(7, 30), new(30, 4000)], Name);
        VaeArchitecture architecture = VaeArchitecture.Mlp(3, [4], graph.SpinCount);
        var model = new BmVaeModel(
            architecture, new float[architecture.ParameterCount], new IsingModel(graph, new float[4], [0.5f, -1]), PriorKind.Boltzmann);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;

        SpinGraph read = BmVaeModel.Load(file).Prior.Graph;

        Assert.AreEqual(Name, read.Name);
        CollectionAssert.AreEqual(graph.Labels, read.Labels);
        Assert.IsTrue(GraphChange.Between(read, graph).IsEmpty);
    }

    [TestMethod]
    public void PartsOfTheGraphKeepItsNameToo() => Assert.AreEqual(
        $"part of {Name}", SpinGraph.FromLabels([7, 30], [], Name).WithoutSpins(7).Name);
}
