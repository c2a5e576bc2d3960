using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace MLNetQuantumPrior.Leap.Tests;

[TestClass]
public sealed class JobWritingTests
{
    private static readonly JsonElement Vectors = Golden.Data.GetProperty("encode");

    public static IEnumerable<object[]> Cases => Golden.Cases(Vectors);

    /// <summary>Solver, data, type and label are those of the vendor's client, and its parameters are among ours.</summary>
    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void AJobIsThatOfTheVendor(int number)
    {
        JsonElement vector = Vectors[number];
        using var theirs = JsonDocument.Parse(vector.GetProperty("expect").GetProperty("post_body_utf8").GetString()!);
        JsonElement job = theirs.RootElement[0];
        var problem = new LeapProblem(Model(vector), Parameters(vector, Golden.Solver(vector.GetProperty("solver").GetString()!)));
        using var ours = JsonDocument.Parse(Json(vector.GetProperty("solver").GetString()!, problem, "QPU REST submission 1"));
        foreach (JsonProperty part in job.EnumerateObject().Where(part => part.Name != "params"))
        {
            JsonElement own = ours.RootElement.GetProperty(part.Name);
            Assert.IsTrue(JsonElement.DeepEquals(part.Value, own), $"{part.Name}: {part.Value.GetRawText()}, got {own.GetRawText()}");
        }

        JsonElement parameters = ours.RootElement.GetProperty("params");
        foreach (JsonProperty parameter in job.GetProperty("params").EnumerateObject())
        {
            Assert.IsTrue(JsonElement.DeepEquals(parameter.Value, parameters.GetProperty(parameter.Name)), parameter.Name);
        }

        Assert.IsFalse(parameters.GetProperty("auto_scale").GetBoolean());
    }

    /// <summary>To the byte: order of keys, base64 without escapes, not-a-number as the vendor writes it.</summary>
    [TestMethod]
    public void ThePartsAreWrittenAsTheVendorWritesThem()
    {
        JsonElement vector = Vectors[0];
        string theirs = vector.GetProperty("expect").GetProperty("post_body_utf8").GetString()!;
        string ours = $"[{Json("DocsExample", new(Model(vector), new() { Reads = 10 }), "QPU REST submission 1")}]";
        Assert.AreEqual(theirs, ours.Replace(""","answer_mode":"raw","auto_scale":false""", "", StringComparison.Ordinal));
    }

    [TestMethod]
    public void EachQubitAndCouplerHasItsPlace()
    {
        LeapSolver solver = Golden.Zephyr();
        var numbers = Gen.Double[-4, 4].Array[solver.Couplers.Length + solver.Qubits.Length];
        Gen.Select(Gen.Bool.Array[solver.Qubits.Length].Where(uses => uses.Any(used => used)), numbers).Sample((uses, number) =>
        {
            int[] used = [.. solver.Qubits.Where((_, k) => uses[k])];
            SpinEdge[] couplers = [.. solver.Couplers.Where(c => used.Contains(c.I) && used.Contains(c.J))];
            SpinEdge[] edges = [.. couplers.Where((_, k) => number[k] > 0)];
            var graph = SpinGraph.FromLabels(used, edges);
            double[] fields = [.. used.Select((_, i) => number[^(i + 1)])];
            double[] couplings = [.. graph.Edges.Select((_, k) => number[k])];
            QpEncoding encoding = QpEncoding.Of(solver, new(graph, fields, couplings));
            double[] linear = Doubles(encoding.Linear);
            Assert.HasCount(solver.Qubits.Length, linear);
            Assert.IsTrue(solver.Qubits.Select((qubit, k) => uses[k]
                ? linear[k] == fields[Array.IndexOf(used, qubit)]
                : BitConverter.DoubleToUInt64Bits(linear[k]) == 0x7FF8_0000_0000_0000).All(fits => fits));
            double[] quadratic = Doubles(encoding.Quadratic);
            Assert.HasCount(couplers.Length, quadratic);
            for (int k = 0; k < couplers.Length; k++)
            {
                int edge = graph.Edges.IndexOf(new(graph.Labels.IndexOf(couplers[k].I), graph.Labels.IndexOf(couplers[k].J)));
                Assert.AreEqual(edge < 0 ? 0 : couplings[edge], quadratic[k]);
            }
        }, iter: 100);
    }

    [TestMethod]
    public void ASpinThatIsNoWorkingQubitIsRefused()
    {
        var broken = new IsingModel(SpinGraph.FromLabels([0, 5], []), [0.0, 0], []); // 5 is broken
        Assert.Contains("Spin 1", Assert.ThrowsExactly<ArgumentException>(() => QpEncoding.Of(Golden.Zephyr(), broken)).Message);
        var beyond = new IsingModel(SpinGraph.FromLabels([24], []), [0.0], []);
        Assert.ThrowsExactly<ArgumentException>(() => QpEncoding.Of(Golden.Zephyr(), beyond));
    }

    [TestMethod]
    public void AnEdgeThatIsNoCouplerIsRefused()
    {
        var model = new IsingModel(SpinGraph.FromLabels([0, 1, 2], [new(0, 1), new(0, 2)]), [0.0, 0, 0], [1.0, 1]);
        Assert.Contains("Edge (0, 2)", Assert.ThrowsExactly<ArgumentException>(() => QpEncoding.Of(Golden.Zephyr(), model)).Message);
    }

    private static string Json(string solver, LeapProblem problem, string label)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            JobWriting.Write(json, Golden.Solver(solver), problem, label);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IsingModel Model(JsonElement vector) => IsingModel.FromIsing(
        vector.GetProperty("linear").EnumerateObject().ToDictionary(pair => int.Parse(pair.Name), pair => pair.Value.GetDouble()),
        vector.GetProperty("quadratic").EnumerateArray()
            .ToDictionary(term => (term[0].GetInt32(), term[1].GetInt32()), term => term[2].GetDouble()),
        vector.GetProperty("offset").GetDouble());

    private static LeapParameters Parameters(JsonElement vector, LeapSolver solver)
    {
        JsonElement given = vector.GetProperty("params");
        return new()
        {
            Reads = given.TryGetProperty("num_reads", out JsonElement reads) ? reads.GetInt32() : 1,
            AnnealingTime = given.TryGetProperty("annealing_time", out JsonElement time) ? time.GetDouble() : null,
            FastAnneal = given.TryGetProperty("fast_anneal", out _),
            FluxBiases = given.TryGetProperty("flux_biases", out _) ? ImmutableDictionary<int, double>.Empty : null,
            AnnealSchedule = given.TryGetProperty("anneal_schedule", out JsonElement schedule)
                ? [.. schedule.EnumerateArray().Select(point => new AnnealPoint(point[0].GetDouble(), point[1].GetDouble()))]
                : null,
            InitialState = given.TryGetProperty("initial_state", out JsonElement state)
                ? [.. state.EnumerateObject().Select(pair => (sbyte)((2 * pair.Value.GetInt32()) - 1))]
                : null,
            ReinitializeState = given.TryGetProperty("reinitialize_state", out JsonElement again) ? again.GetBoolean() : null,
        };
    }

    private static double[] Doubles(byte[] bytes) =>
        [.. bytes.Chunk(sizeof(double)).Select(number => BinaryPrimitives.ReadDoubleLittleEndian(number))];
}
