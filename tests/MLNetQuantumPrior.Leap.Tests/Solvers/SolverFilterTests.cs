namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class SolverFilterTests
{
    [TestMethod]
    [DataRow("""{}""", true)]
    [DataRow("""{"qpu": true}""", true)]
    [DataRow("""{"hybrid": true}""", false)]
    [DataRow("""{"online": false}""", false)]
    [DataRow("""{"num_qubits__gt": 23, "topology__type": "zephyr"}""", true)]
    [DataRow("""{"num_qubits__gt": 24}""", false)]
    [DataRow("""{"num_qubits__gte": 24, "num_qubits__lte": 24.0, "num_qubits__lt": 25}""", true)]
    [DataRow("""{"num_active_qubits": 22}""", true)]
    [DataRow("""{"avg_load__lt": 0.01}""", false)]
    [DataRow("""{"topology__type__eq": "pegasus"}""", false)]
    [DataRow("""{"topology__shape": [1, 2]}""", true)]
    [DataRow("""{"flux_biases": true}""", true)]
    [DataRow("""{"flux_biases__available": false}""", false)]
    [DataRow("""{"nothing__available": false}""", true)]
    [DataRow("""{"nothing__gt": 0}""", false)]
    [DataRow("""{"num_reads_range__covers": 1000, "extended_j_range__covers": [-2, 1]}""", true)]
    [DataRow("""{"extended_j_range__covers": [-2, 2]}""", false)]
    [DataRow("""{"num_qubits__within": [20, 30], "h_range__within": [-5, 5]}""", true)]
    [DataRow("""{"couplers__contains": [0, 12]}""", true)]
    [DataRow("""{"couplers__contains": [0, 5]}""", false)]
    [DataRow("""{"couplers__issuperset": [[0, 1], [0,12]]}""", true)]
    [DataRow("""{"qubits__issuperset": [0, 5]}""", false)]
    [DataRow("""{"supported_problem_types__issubset": ["ising", "qubo", "bqm"]}""", true)]
    [DataRow("""{"name__in": ["a", "stub_zephyr_1_2"]}""", true)]
    [DataRow("""{"name__regex": "stub_.*"}""", true)]
    [DataRow("""{"name__regex": "stub"}""", false)]
    [DataRow("""{"identity": {"name": "stub_zephyr_1_2", "version": {"graph_id": "a1b2c3d4e5"}}}""", true)]
    [DataRow("""{"graph_id": "a1b2c3d4e5", "version__graph_id": "x"}""", false)]
    [DataRow("stub_zephyr_1_2", true)]
    [DataRow("stub_zephyr_1", false)]
    [DataRow("stub%5Fzephyr_1_2;graph_id=a1b2c3d4e5", true)]
    [DataRow("stub_zephyr_1_2;graph_id=other", false)]
    public void AFilterSelectsAsTheVendorsClientDoes(string text, bool isSelected) =>
        Assert.AreEqual(isSelected, SolverFilter.Parse(new(text, "test")).Matches(Golden.Zephyr()));

    [TestMethod]
    public void SolversThatAreOfflineAreLeftOut() =>
        Assert.IsFalse(SolverFilter.Parse(null).Matches(Golden.Zephyr() with { IsOnline = false }));

    [TestMethod]
    [DataRow("""{"qpu": true""")]
    [DataRow("""{"a": 1, "a": 2}""")]
    [DataRow("""{"name__regex": "("}""")]
    [DataRow("""{"num_qubits__gt": [1]}""")]
    [DataRow("""{"num_qubits__within": 3}""")]
    [DataRow("""{"order_by": "avg_load"}""")]
    [DataRow("NAME;chip=3")]
    [DataRow("NAME;graph_id=3;graph_id=4")]
    public void AWrongFilterIsAnErrorThatNamesItsOrigin(string text) => StringAssert.Contains(
        Assert.ThrowsExactly<InvalidDataException>(() => SolverFilter.Parse(new(text, "file 'x', section [s], key 'solver'"))).Message,
        "file 'x', section [s], key 'solver'");
}
