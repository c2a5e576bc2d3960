using System.Text.RegularExpressions;

namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
public sealed class IsingCooFileTests : FormatContract
{
    [TestMethod]
    public void TextIsAHeaderAndATermALine()
    {
        SpinGraph graph = SpinGraph.FromLabels([4, 7, 30, 31], [new(4, 30), new(7, 30)]);
        Write(FilePath, new(graph, [0, -1.5f, 2, 0], [0.25f, 0]));

        Assert.AreEqual("# vartype=SPIN\n4 30 0.25\n7 7 -1.5\n7 30 0\n30 30 2\n31 31 0\n", File.ReadAllText(FilePath));
    }

    // dimod skips, without a word, terms whose number is not of this form; it knows no exponents.
    [TestMethod]
    public void NumbersAreOfTheFormThatDimodReads()
    {
        var random = new Random(4);
        float[] fields = [.. Enumerable.Range(0, 5_000).Select(_ => BitConverter.Int32BitsToSingle(random.Next())).Where(float.IsFinite)];
        Write(FilePath, new(SpinGraph.FromEdges(fields.Length, []), fields, []));

        string[] lines = File.ReadAllLines(FilePath)[1..];

        Assert.HasCount(fields.Length, lines);
        foreach (string line in lines)
        {
            Assert.MatchesRegex(new Regex(@"^[0-9]+ [0-9]+ -?[0-9]+(\.[0-9]+)?$"), line);
        }
    }

    [TestMethod]
    public void CommentsBlankLinesOrderAndSpacesDoNotMatter()
    {
        File.WriteAllText(FilePath, "\n# made by hand: vartype: SPIN, two terms\n  8\t2   -1e-3 \r\n#\n\n2 2 +.5\n# the end");

        IsingModel read = IsingCooFile.Read(FilePath);

        CollectionAssert.AreEqual(new[] { 2, 8 }, read.Graph.Labels);
        CollectionAssert.AreEqual(new[] { 0.5f, 0 }, read.Fields);
        CollectionAssert.AreEqual(new[] { -0.001f }, read.Couplings);
        Assert.AreEqual(0.0, read.Offset);
    }

    [TestMethod]
    public void TheVartypeMayBeAnArgument()
    {
        File.WriteAllText(FilePath, "0 1 2\n");

        Assert.AreEqual(2f, IsingCooFile.Read(FilePath, Vartype.Spin).Couplings[0]);
        Assert.AreEqual(0.5f, IsingCooFile.Read(FilePath, Vartype.Binary).Couplings[0]);
    }

    // Every configuration of a QUBO, its energy summed from the lines of the file.
    [TestMethod]
    public void BitsBecomeSpinsWithAnOffset()
    {
        const int bits = 6;
        var random = new Random(2);
        List<(int I, int J, double Value)> terms =
        [
            .. from i in Enumerable.Range(0, bits)
               from j in Enumerable.Range(i, bits - i)
               where random.Next(3) > 0
               select (i, j, random.Next(-64, 65) / 16.0),
        ];
        File.WriteAllLines(FilePath, ["# vartype=BINARY", .. terms.Select(t => FormattableString.Invariant($"{t.J} {t.I} {t.Value}"))]);

        IsingModel read = IsingCooFile.Read(FilePath);

        Assert.AreEqual(bits, read.SpinCount);
        foreach (sbyte[] spins in TestModels.AllStates(bits))
        {
            double energy = terms.Sum(t => spins[t.I] == 1 && spins[t.J] == 1 ? t.Value : 0);
            Assert.AreEqual(energy, read.Energy(spins)); // sixteenths: every sum is exact
        }
    }

    [TestMethod]
    [DataRow("", "line 1: expected a line 'i j value', got the end of the file.")]
    [DataRow("# vartype=SPIN\n\n", "line 3: expected a line 'i j value', got the end of the file.")]
    [DataRow(
        "0 0 1\n",
        "line 1: expected a header '# vartype=SPIN' or '# vartype=BINARY', or the vartype as an argument,"
            + " got '0 0 1'.")]
    [DataRow("# vartype=", "line 1: expected the vartype SPIN or BINARY, got '# vartype='.")]
    [DataRow("# vartype=DISCRETE", "line 1: expected the vartype SPIN or BINARY, got '# vartype=DISCRETE'.")]
    [DataRow(
        "# vartype=SPIN\n0 0 1\n# vartype=BINARY",
        "line 3: expected the vartype SPIN, as asked for or said before, got '# vartype=BINARY'.")]
    [DataRow("# vartype=SPIN\n# offset=much\n0 0 1", "line 2: expected a finite offset, got '# offset=much'.")]
    public void RefusesWhatIsNoModel(string content, string message) => Assert.AreEqual(message, Refusal(content));

    [TestMethod]
    [DataRow("# vartype=BINARY\n0 0 3e38\n0 1 3e38\n0 2 3e38\n0 3 3e38\n", 6)]
    [DataRow("# vartype=SPIN\n0 1 3e38\n", 3)]
    public void RefusesSumsBeyondSinglePrecision(string content, int line) =>
        Assert.StartsWith($"line {line}: expected terms whose sums fit into single precision, got others. ", Refusal(content));

    // dimod adds up the terms of a pair, and takes the header wherever it stands.
    [TestMethod]
    public void TermsOfAPairAreAddedAndTheHeaderMayFollow()
    {
        File.WriteAllText(FilePath, "0 1 1\n1 0 2\n3 3 1\n# offset=42\n3 3 0.5\n# vartype=SPIN");

        IsingModel read = IsingCooFile.Read(FilePath);

        CollectionAssert.AreEqual(new[] { 3f }, read.Couplings);
        CollectionAssert.AreEqual(new[] { 0, 0, 1.5f }, read.Fields);
        Assert.AreEqual(42 + 3 + 1.5, read.Energy([1, 1, 1]));
    }

    [TestMethod]
    [DataRow("0 1")]
    [DataRow("0 1 2 3")]
    [DataRow("-1 1 2")]
    [DataRow("a 1 2")]
    [DataRow("1.0 1 2")]
    [DataRow("0 2147483648 1")]
    [DataRow("0 1 one")]
    [DataRow("0 1 1,5")]
    [DataRow("0 1 NaN")]
    [DataRow("0 1 Infinity")]
    [DataRow("0 1 1e39")]
    [DataRow("0 1 2 # comment")]
    public void RefusesWhatIsNoTerm(string line) => Assert.AreEqual(
        $"line 2: expected 'i j value', two labels of at least 0 and a finite number of single precision, got '{line}'.",
        Refusal($"# vartype=SPIN\n{line}\n"));

    [TestMethod]
    public void LongLinesAreCutInTheMessage() =>
        Assert.EndsWith($", got '{new string('x', 59)}....", Refusal($"# vartype=SPIN\n{new string('x', 100_000)}\n"));

    protected override string FormatName => "COO";

    protected override void Write(string path, IsingModel model) => IsingCooFile.Write(path, model);

    protected override IsingModel Read(string path) => IsingCooFile.Read(path);
}
