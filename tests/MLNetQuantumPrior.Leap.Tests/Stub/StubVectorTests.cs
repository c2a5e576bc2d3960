using System.Text.Json;
using System.Text.Json.Nodes;
using MLNetQuantumPrior.LeapStub;

namespace MLNetQuantumPrior.Leap.Tests;

/// <summary>The stub's own coder and physics against numbers of the vendor's code.</summary>
[TestClass]
public sealed class StubVectorTests
{
    private static readonly StubSolver Z12 = StubSolver.Zephyr(1, dead: [5, 13], t: 2);

    public static IEnumerable<object[]> Problems => Golden.Data.GetProperty("encode").EnumerateArray()
        .Where(vector => vector.GetProperty("solver").GetString() == "stub_zephyr_1_2")
        .Select(vector => new object[] { vector.GetProperty("name").GetString()! });

    public static IEnumerable<object[]> Answers => Golden.Data.GetProperty("decode").EnumerateArray()
        .Where(vector => vector.GetProperty("expect").TryGetProperty("active_values", out _))
        .Select(vector => new object[] { vector.GetProperty("name").GetString()! });

    [TestMethod]
    [DynamicData(nameof(Problems))]
    public void DecodesWhatTheVendorsCoderEncoded(string name)
    {
        JsonElement vector = Vector("encode", name);

        QpProblem problem = QpProblem.Decode(vector.GetProperty("expect").GetProperty("data"), Z12);

        var expected = new Dictionary<(int, int), double>();
        foreach (JsonElement term in vector.GetProperty("quadratic").EnumerateArray())
        {
            (int a, int b) = (term[0].GetInt32(), term[1].GetInt32());
            (int, int) pair = (Math.Min(a, b), Math.Max(a, b));
            expected[pair] = expected.GetValueOrDefault(pair) + term[2].GetDouble();
        }

        JsonElement linear = vector.GetProperty("linear");
        for (int i = 0; i < problem.Active.Length; i++)
        {
            double bias = linear.TryGetProperty($"{problem.Active[i]}", out JsonElement value) ? value.GetDouble() : 0;
            Assert.AreEqual(bias, problem.Linear[i]);
        }

        for (int c = 0; c < problem.Couplers.Length; c++)
        {
            (int a, int b) = (problem.Active[problem.Couplers[c].I], problem.Active[problem.Couplers[c].J]);
            Assert.AreEqual(expected.GetValueOrDefault((a, b)), problem.Quadratic[c]);
            expected.Remove((a, b));
        }

        Assert.IsEmpty(expected);
    }

    [TestMethod]
    [DynamicData(nameof(Answers))]
    public void EncodesTheBytesThatTheVendorsCoderDecodes(string name)
    {
        JsonElement vector = Vector("decode", name);
        JsonElement expect = vector.GetProperty("expect");
        int[] active = [.. expect.GetProperty("active_variables").EnumerateArray().Select(qubit => qubit.GetInt32())];
        sbyte[][] reads =
        [
            .. expect.GetProperty("active_values").EnumerateArray()
                .Select(row => row.EnumerateArray().Select(value => (sbyte)(value.GetInt32() > 0 ? 1 : -1)).ToArray()),
        ];

        JsonObject answer = StubAnswer.Encode(
            new(active, new double[active.Length], [], []), isQubo: false, reads, isRaw: true, qubitCount: 24, timing: []);

        Assert.AreEqual(vector.GetProperty("answer").GetProperty("solutions").GetString(), (string)answer["solutions"]!);
        Assert.AreEqual(vector.GetProperty("answer").GetProperty("active_variables").GetString(), (string)answer["active_variables"]!);
    }

    [TestMethod]
    public void ItsWorkingGraphIsTheVendors()
    {
        JsonElement properties = Golden.Data.GetProperty("solvers")[1].GetProperty("properties");
        JsonObject own = (JsonObject)SolverProperties.Of(Z12)["properties"]!;
        foreach (string name in (string[])["num_qubits", "qubits", "couplers", "h_range", "extended_j_range", "per_group_coupling_range"])
        {
            Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(properties.GetProperty(name).GetRawText()), own[name]), name);
        }
    }

    [TestMethod]
    public void ScalesAsTheVendorDoes()
    {
        JsonElement vector = Golden.Data.GetProperty("algorithms").GetProperty("auto_scale");
        var solver = StubSolver.Zephyr(1);
        var terms = vector.GetProperty("J_seeded").EnumerateArray()
            .ToDictionary(term => (term[0].GetInt32(), term[1].GetInt32()), term => term[2].GetDouble());
        double[] fields = [.. solver.Graph.Labels.Select(
            qubit => vector.GetProperty("h").TryGetProperty($"{qubit}", out JsonElement h) ? h.GetDouble() : 0)];
        var problem = new QpProblem(
            [.. solver.Graph.Labels],
            fields,
            [.. solver.Graph.Edges.Select(e => (e.I, e.J))],
            [.. solver.Graph.Edges.Select(e => terms[(e.I, e.J)])]);

        double[] sums = CouplingRanges.Sums(problem, solver);

        Assert.AreEqual(vector.GetProperty("max_group_total").GetDouble(), sums.Max(), 1e-12);
        Assert.AreEqual(vector.GetProperty("min_group_total").GetDouble(), sums.Min(), 1e-12);
        Assert.AreEqual(vector.GetProperty("expect_factor").GetDouble(), CouplingRanges.ScaleOf(problem, solver), 1e-12);
        QpProblem strong = problem with { Linear = new double[fields.Length], Quadratic = [.. problem.Quadratic.Select(_ => -2.0)] };
        JsonElement dominated = Golden.Data.GetProperty("algorithms").GetProperty("auto_scale_group_dominated");
        Assert.AreEqual(dominated.GetProperty("expect_factor").GetDouble(), CouplingRanges.ScaleOf(strong, solver), 1e-12);
        Assert.ThrowsExactly<RefusedException>(() => CouplingRanges.Check(strong, solver));
    }

    [TestMethod]
    public void ChargesWhatTheVendorEstimates()
    {
        foreach (JsonElement vector in Golden.Data.GetProperty("algorithms").GetProperty("timing").EnumerateArray())
        {
            JsonElement arguments = vector.GetProperty("args");
            var parameters = new JsonObject { ["num_reads"] = arguments.GetProperty("num_reads").GetInt32() };
            if (arguments.TryGetProperty("annealing_time", out JsonElement time))
            {
                (parameters["annealing_time"], parameters["fast_anneal"]) = (time.GetDouble(), true);
            }

            var run = RunParameters.Read(JsonSerializer.SerializeToElement(parameters), Z12);
            JsonObject timing = RunTiming.Of(arguments.GetProperty("num_qubits").GetInt32(), run);

            Assert.AreEqual(vector.GetProperty("expect_qpu_access_time_us").GetDouble(), (double)timing["qpu_access_time"]!, 1e-6);
        }
    }

    [TestMethod]
    public void FluxBiasesAreFieldsAsTheVendorSays()
    {
        foreach (JsonElement vector in Golden.Data.GetProperty("algorithms").GetProperty("flux_bias").EnumerateArray())
        {
            double flux = FluxField.OfUnitField(vector.GetProperty("B_GHz").GetDouble(), vector.GetProperty("MAFM_pH").GetDouble());
            Assert.AreEqual(vector.GetProperty("expect_fluxbias_phi0").GetDouble(), flux, 2e-8); // its constants are rounded
        }

        AnnealingSchedule schedule = FastSchedules.Of("Advantage2_system1", 5);
        double beta = DiabaticTemperature.Of(schedule).FieldBeta;
        Assert.AreEqual(beta, FluxField.Integral(schedule, b => b), 1e-4 * beta);
    }

    private static JsonElement Vector(string kind, string name) =>
        Golden.Data.GetProperty(kind).EnumerateArray().First(vector => vector.GetProperty("name").GetString() == name);
}
