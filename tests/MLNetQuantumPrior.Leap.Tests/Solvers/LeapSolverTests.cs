using System.Text.Json.Nodes;
using CsCheck;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class LeapSolverTests
{
    private static readonly string Json = Golden.Data.GetProperty("solvers")[1].GetRawText();

    [TestMethod]
    public void ASolverHasWhatTheServiceSays()
    {
        var solver = LeapSolver.Parse(Json);
        Assert.AreEqual("stub_zephyr_1_2;graph_id=a1b2c3d4e5", solver.Identity);
        Assert.AreEqual(24, solver.QubitCount);
        Assert.HasCount(22, solver.Qubits);
        Assert.AreEqual(new ValueRange(-13, 10), solver.PerGroupCouplingRange);
        Assert.AreEqual(new ValueRange(0.005, 2000), solver.FastAnnealTimeRange);
        Assert.IsNull(solver.PerQubitCouplingRange);
        Assert.AreEqual(0.02, solver.AverageLoad);
        CollectionAssert.Contains(solver.Parameters, "flux_biases");
    }

    [TestMethod]
    public void TheGraphHasQubitsAsLabelsAndTheIdentityAsName()
    {
        var solver = LeapSolver.Parse(Json);
        Assert.AreEqual(solver.Identity, solver.Graph.Name);
        CollectionAssert.AreEqual(solver.Qubits.Order().ToArray(), solver.Graph.Labels);
        Assert.HasCount(solver.Couplers.Length, solver.Graph.Edges);
        SpinGraph graph = solver.Graph;
        Assert.AreSame(graph, solver.Graph);
        LeapSolver later = solver with { GraphId = "other" };
        Assert.AreEqual("stub_zephyr_1_2;graph_id=other", later.Graph.Name);
    }

    [TestMethod]
    [DataRow("num_qubits", "0")]
    [DataRow("num_qubits", "2000000000")]
    [DataRow("qubits", "[]")]
    [DataRow("qubits", "[0, 0]")]
    [DataRow("qubits", "[24]")]
    [DataRow("qubits", "[-1]")]
    [DataRow("qubits", "[\"0\"]")]
    [DataRow("couplers", "[[0, 5]]")]
    [DataRow("couplers", "[[0, 1], [1, 0]]")]
    [DataRow("couplers", "[[0, 0]]")]
    [DataRow("couplers", "[[0]]")]
    [DataRow("couplers", "[[0, \"1\"]]")]
    [DataRow("couplers", "null")]
    [DataRow("h_range", "[1]")]
    [DataRow("h_range", "[4, -4]")]
    [DataRow("h_range", "[-1e999, 4]")]
    [DataRow("topology", "{}")]
    [DataRow("topology", "{\"type\": \"\\ud800\", \"shape\": [1]}")]
    public void ADamagedPropertyIsAnErrorThatNamesIt(string property, string value)
    {
        JsonNode solver = JsonNode.Parse(Json)!;
        solver["properties"]!.AsObject().Remove(property);
        string damaged = solver.ToJsonString()
            .Replace("\"properties\":{", $"\"properties\":{{\"{property}\":{value},", StringComparison.Ordinal);
        string name = property == "topology" ? "type" : property;
        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => LeapSolver.Parse(damaged)).Message, name);
    }

    /// <summary>Whatever a server sends, there is a solver whose graph is one, or a clear error.</summary>
    [TestMethod]
    public void RandomSolversAreReadOrRefused() =>
        Gen.Select(Gen.Int[0, Json.Length - 1], Gen.Char[' ', '~']).Sample((place, c) =>
        {
            try
            {
                Assert.IsGreaterThan(0, LeapSolver.Parse(Json[..place] + c + Json[(place + 1)..]).Graph.SpinCount);
            }
            catch (InvalidDataException)
            {
            }
        }, iter: 2000);

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("{\"identity\": {\"name\": \"\"}}")]
    public void WhatIsNoSolverIsAnError(string json) => Assert.ThrowsExactly<InvalidDataException>(() => LeapSolver.Parse(json));
}
