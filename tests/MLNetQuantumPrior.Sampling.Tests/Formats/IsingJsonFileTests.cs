namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class IsingJsonFileTests : FormatContract
{
    private const string Small = """
        {
          "format": "ising-model",
          "version": 1,
          "graph": "part of chimera(1,1,2)",
          "spins": 3,
          "labels": [0,2,3],
          "colors": [0,1,1],
          "fields": [0.5,-1,0],
          "edges": [[0,1],[0,2]],
          "couplings": [0.25,1E-07]
        }
        """;

    [TestMethod]
    public void TextIsAsDocumented()
    {
        Write(FilePath, new(SpinGraph.Chimera(1, 1, 2).WithoutSpins(1), [0.5f, -1, 0], [0.25f, 1e-7f]));

        Assert.AreEqual(Small, File.ReadAllText(FilePath));
    }

    [TestMethod]
    public void OrderOfPropertiesPairsAndEndsDoesNotMatter()
    {
        File.WriteAllText(FilePath, """
            { "couplings": [3, 1, 2], "edges": [[3, 2], [1, 0], [0, 2]], "fields": [0, 0, 0, 4], "spins": 4,
              "graph": "own", "version": 1, "format": "ising-model" }
            """);

        IsingModel read = Read(FilePath);

        Assert.AreEqual("own", read.Graph.Name);
        CollectionAssert.AreEqual(new SpinEdge[] { new(0, 1), new(0, 2), new(2, 3) }, read.Graph.Edges);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, read.Couplings);
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3 }, read.Graph.Labels);
    }

    // The order of a sweep follows the colours.
    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void SamplersDrawTheSameSamplesAfterwards(SpinGraph graph)
    {
        IsingModel model = TestModels.Random(graph, 1, seed: 1);
        var sampler = new BlockGibbsSampler { Sweeps = 5 };

        SampleSet before = sampler.Sample(model, new(Reads: 16, Seed: 1));
        SampleSet after = sampler.Sample(RoundTrip(model), new(Reads: 16, Seed: 1));

        CollectionAssert.AreEqual(before.Spins.AsSpan().ToArray(), after.Spins.AsSpan().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void TheGraphKeepsItsNameAndColours(SpinGraph graph)
    {
        SpinGraph read = RoundTrip(TestModels.Random(graph, 1, seed: 1)).Graph;

        Assert.AreEqual(graph.Name, read.Name);
        Assert.HasCount(graph.Coloring.Classes.Length, read.Coloring.Classes);
        for (int c = 0; c < read.Coloring.Classes.Length; c++)
        {
            CollectionAssert.AreEqual(graph.Coloring.Classes[c], read.Coloring.Classes[c]);
        }
    }

    [TestMethod]
    public void NamesMayHoldAnyCharacter()
    {
        const string name = "a \"name\" \\ \n\t\u0001 \u00e9 \ud83d\ude80";

        Assert.AreEqual(name, RoundTrip(new(SpinGraph.FromEdges(1, [], name), [0], [])).Graph.Name);
    }

    [TestMethod]
    public void AByteOrderMarkIsSkipped()
    {
        File.WriteAllBytes(FilePath, [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(Small)]);

        Assert.AreEqual(3, Read(FilePath).SpinCount);
    }

    [TestMethod]
    [DataRow("\"ising-model\"", "\"qubo\"", "format: expected \"ising-model\", got qubo.")]
    [DataRow("\"ising-model\"", "7", "line 2, format: expected a text, got an error at byte 14")]
    [DataRow("\"version\": 1", "\"version\": 2", "version: expected 1, got 2.")]
    [DataRow("\"version\": 1,", "", "line 11: expected a JSON object with the properties of an Ising model, got an error at byte 2")]
    [DataRow("\"graph\": \"part of chimera(1,1,2)\"", "\"graph\": null", "line 4, graph: expected a text, got an error at byte 16")]
    [DataRow("\"spins\": 3", "\"spins\": 0", "spins: expected an integer of at least 1, got 0.")]
    [DataRow("\"spins\": 3", "\"spins\": 3.5", "line 5, spins: expected an integer, got an error at byte 15")]
    [DataRow("\"spins\": 3", "\"spins\": 2000000000", "fields: expected 2000000000 fields, one for each spin, got 3.")]
    [DataRow("[0,2,3]", "[0,2]", "labels: expected 3 labels, one for each spin, got 2.")]
    [DataRow("[0,2,3]", "[0,3,3]", "labels[2]: expected an integer of at least 4, got 3.")]
    [DataRow("[0,2,3]", "[-1,2,3]", "labels[0]: expected an integer of at least 0, got -1.")]
    [DataRow("[0,2,3]", "[0,2147483647,-2147483648]", "labels[2]: expected an integer of at least 2147483648, got -2147483648.")]
    [DataRow("[0,2,3]", "{}", "line 6, labels: expected an array of integers, got an error at byte 14")]
    [DataRow("[0,1,1]", "[0,1]", "colors: expected 3 colors, one for each spin, got 2.")]
    [DataRow("[0,1,1]", "[0,0,1]", "colors: expected different colours of the coupled spins 0 and 1, got 0 for both.")]
    [DataRow("[0,1,1]", "[0,2,2]", "colors: expected each of 2 colours between 0 and 1, got 2.")]
    [DataRow("[0.5,-1,0]", "[0.5,-1,0,7]", "fields: expected 3 fields, one for each spin, got 4.")]
    [DataRow("[0.5,-1,0]", "[0.5,\"-1\",0]",
        "line 8, fields[1]: expected an array of numbers of single precision, got an error at byte 22")]
    [DataRow("[0.5,-1,0]", "[0.5,1e39,0]", "fields[1]: expected a finite number of single precision, got Infinity.")]
    [DataRow("[0.5,-1,0]", "[0.5,\n[1],0]", "line 9, fields[1]: expected an array of numbers of single precision, got an error at byte 2")]
    [DataRow("[[0,1],[0,2]]", "[[0,1],\n[0,3]]", "edges[1]: expected spins between 0 and 2, got [0, 3].")]
    [DataRow("[[0,1],[0,2]]", "[[0,1],\n[2,2]]", "edges[1]: expected two different spins, got [2, 2].")]
    [DataRow("[[0,1],[0,2]]", "[[0,1],[1,0]]", "edges[1]: expected each pair once, got [1, 0].")]
    [DataRow("[[0,1],[0,2]]", "[[0,1],[0]]", "edges[1]: expected a pair [i, j], got [0].")]
    [DataRow("[[0,1],[0,2]]", "[[0,1],[0,1,2]]", "edges[1]: expected a pair [i, j], got [0, 1, 2].")]
    [DataRow("[[0,1],[0,2]]", "[0,1]", "line 9, edges[0]: expected an array of pairs [i, j] of integers, got an error at byte 14")]
    [DataRow("[[0,1],[0,2]]", "[[0,1]]", "couplings: expected 1 couplings, one for each edge, got 2.")]
    [DataRow("\"couplings\"", "\"fields\"", "line 10, fields: expected an array of numbers of single precision, got an error at byte 12")]
    [DataRow("\"couplings\"", "\"weights\"",
        "line 10, weights: expected a JSON object with the properties of an Ising model, got an error at byte 13")]
    [DataRow("0.25,1E-07", "0.25 1E-07",
        "line 10, couplings[1]: expected an array of numbers of single precision, got an error at byte 22")]
    [DataRow("\n}", "\n} true", "line 11: expected a JSON object with the properties of an Ising model, got an error at byte 3")]
    [DataRow("\"part of", "\"\\ud800", "line 4, graph: expected a text, got an error at byte 35")]
    public void RefusesWhatIsNoModel(string part, string replacement, string message)
    {
        Assert.Contains(part, Small);

        Assert.StartsWith(message, Refusal(Small.Replace(part, replacement)));
    }

    [TestMethod]
    [DataRow("\"version\": 1,", "", "'version'")]
    [DataRow("\"couplings\"", "\"weights\"", "'weights'")]
    [DataRow("\"couplings\"", "\"fields\"", "'fields'")]
    public void NamesAMissingAnUnknownAndARepeatedProperty(string part, string replacement, string name) =>
        Assert.Contains(name, Refusal(Small.Replace(part, replacement)));

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("\0\u0001")]
    public void RefusesWhatIsNotEvenAnObjectWithProperties(string content) => Assert.StartsWith("line 1: expected ", Refusal(content));

    [TestMethod]
    public void RefusesDeepNesting() => Assert.StartsWith("line 1: expected ", Refusal(new string('[', 100_000)));

    protected override string FormatName => "ising-model JSON";

    protected override void Write(string path, IsingModel model) => IsingJsonFile.Write(path, model);

    protected override IsingModel Read(string path) => IsingJsonFile.Read(path);
}
