using System.Text;

namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>Small instances in the formats of others, written by hand.</summary>
[TestClass]
public sealed class IsingFileTests
{
    private const string Rudy = "4 4\n1 2 1\n2 3 -2\n3 4 1\n1 3 2.5\n";

    private const string Qbsolv = """
        c an instance of four bits
        p qubo 0 5 3 2
        0 0 -1.5
        2 2 3
        4 4 0
        c couplers
        0 2 4
        2 4 -0.5
        """;

    private const string BqpJson = """
        {
          "version": "1.0.0", "id": 0, "metadata": {}, "variable_domain": "boolean", "scale": 2, "offset": 0.5,
          "variable_ids": [3, 0, 9],
          "linear_terms": [{ "id": 0, "coeff": -1 }, { "id": 9, "coeff": 0.25 }],
          "quadratic_terms": [{ "id_tail": 9, "id_head": 3, "coeff": 1.5 }]
        }
        """;

    private const string DimodJson = """
        {"type": "BinaryQuadraticModel", "version": {"bqm_schema": "3.0.0"}, "use_bytes": false, "index_type": "uint16",
         "bias_type": "float64", "num_variables": 3, "num_interactions": 2, "variable_labels": [7, 2, 5], "variable_type": "SPIN",
         "offset": 1.25, "info": {}, "linear_biases": [1, 0, -0.1], "quadratic_biases": [-2, 0.5], "quadratic_head": [0, 1],
         "quadratic_tail": [1, 2]}
        """;

    private const string Matrix = "# three bits\n3 4\n1 1 -2\n3 3 4\n1 2 1.5\n3 2 -1\n";

    private const string Coo = "0 0 1\n0 3 2\n3 0 0.5\n# vartype: SPIN\n# offset=42\n";

    [TestMethod]
    public void AHeaderAloneDoesNotFillTheMemory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.ThrowsExactly<InvalidDataException>(() => IsingFile.Parse("2000000000 1\n1 2 1\n", IsingFormat.Rudy));
        StringAssert.Contains(error.Message, "expected at most 100100 nodes with 1 edges, got 2000000000");
        Assert.IsLessThan(1 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Energies from the terms, by hand; bits of the state are the spins in the order of their labels.
    [TestMethod]
    [DataRow(Rudy, IsingFormat.Rudy, "1 2 3 4", "0000:0 1000:-3.5 0100:1 1010:0 0011:-0.5")]
    [DataRow(Qbsolv, IsingFormat.Qbsolv, "0 2 4", "000:0 100:-1.5 110:5.5 011:2.5 111:5")]
    [DataRow(BqpJson, IsingFormat.BqpJson, "0 3 9", "000:1 100:-1 001:1.5 011:4.5 111:2.5")]
    [DataRow(DimodJson, IsingFormat.DimodJson, "2 5 7", "111:0.65 011:3.65 000:-1.15 001:4.85")]
    [DataRow(Matrix, IsingFormat.BiqMac, "1 2 3", "000:0 100:-2 110:1 011:2 111:3")]
    [DataRow(Matrix, IsingFormat.MqLibQubo, "1 2 3", "000:0 100:2 110:-1 011:-2 111:-3")]
    [DataRow(Coo, IsingFormat.Coo, "0 3", "11:45.5 10:40.5 00:43.5")]
    public void EnergiesAreThoseOfTheTerms(string text, IsingFormat format, string labels, string energies)
    {
        IsingModel model = IsingFile.Parse(text, format);

        Assert.AreEqual(labels, string.Join(' ', model.Graph.Labels));
        foreach (string[] pair in energies.Split(' ').Select(pair => pair.Split(':')))
        {
            sbyte[] spins = [.. pair[0].Select(bit => (sbyte)(bit == '1' ? 1 : -1))];
            Assert.AreEqual(double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture), model.Energy(spins), 1e-12, pair[0]);
        }
    }

    [TestMethod]
    [DataRow(Rudy, IsingFormat.Rudy)]
    [DataRow(Qbsolv, IsingFormat.Qbsolv)]
    [DataRow(BqpJson, IsingFormat.BqpJson)]
    [DataRow(DimodJson, IsingFormat.DimodJson)]
    [DataRow(Matrix, IsingFormat.BiqMac)]
    [DataRow(Matrix, IsingFormat.MqLibQubo)]
    [DataRow(Coo, IsingFormat.Coo)]
    public void FilesStreamsAndTextsAreReadAlike(string text, IsingFormat format)
    {
        IsingModel expected = IsingFile.Parse(text, format);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            AssertSame(expected, IsingFile.Read(path, format));
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            AssertSame(expected, IsingFile.Read(stream, format));
            Assert.IsTrue(stream.CanRead);
            IsingJsonFile.Write(path, expected);
            AssertSame(expected, IsingFile.Read(path, IsingFormat.Json));
            IsingCooFile.Write(path, expected);
            AssertSame(expected, IsingFile.Read(path, IsingFormat.Coo));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void LabelsThatAreNoNumbersAreCountedInTheirOrder() => CollectionAssert.AreEqual(
        new[] { 0, 1, 2 }, IsingFile.Parse(DimodJson.Replace("[7, 2, 5]", "[\"b\", \"a\", 5]"), IsingFormat.DimodJson).Graph.Labels);

    [TestMethod]
    [DataRow(Rudy, IsingFormat.Rudy, "4 4", "4", "rudy, line 1: expected a header 'nodes edges', two whole numbers, got '4'.")]
    [DataRow(Rudy, IsingFormat.Rudy, "4 4", "4 5", "rudy, line 6: expected 5 edges, as the header says, got 4.")]
    [DataRow(
        Rudy, IsingFormat.Rudy, "3 4 1", "3 5 1",
        "rudy, line 4: expected 'i j weight', two different nodes between 1 and 4 and a finite number, got '3 5 1'.")]
    [DataRow(Matrix, IsingFormat.BiqMac, "3 4", "3", "BiqMac, line 2: expected a header 'variables terms', two whole numbers, got '3'.")]
    [DataRow(Matrix, IsingFormat.MqLibQubo, "3 4", "3 5", "MQLib QUBO, line 7: expected 5 terms, as the header says, got 4.")]
    [DataRow(
        Matrix, IsingFormat.BiqMac, "1 1 -2", "1 4 -2",
        "BiqMac, line 3: expected 'i j value', two variables between 1 and 3 and a finite number, got '1 4 -2'.")]
    [DataRow(
        Qbsolv, IsingFormat.Qbsolv, "p qubo", "p ising",
        "qbsolv, line 2: expected a header 'p qubo topology maxNodes nodes couplers' before the first term, got 'p ising 0 5 3 2'.")]
    [DataRow(
        Qbsolv, IsingFormat.Qbsolv, "0 2 4", "0 2 x",
        "qbsolv, line 7: expected 'i j value', two labels below 5 and a finite number, got '0 2 x'.")]
    [DataRow(Qbsolv, IsingFormat.Qbsolv, "5 3 2", "5 2 3",
        "qbsolv, line 9: expected 2 nodes and 3 couplers, as the header says, got 3 and 2.")]
    [DataRow(BqpJson, IsingFormat.BqpJson, "boolean", "bits", "bqpjson, variable_domain: expected \"spin\" or \"boolean\", got bits.")]
    [DataRow(BqpJson, IsingFormat.BqpJson, "\"id\": 9", "\"id\": 8", "bqpjson, linear_terms[1].id: expected one of variable_ids, got 8.")]
    [DataRow(
        BqpJson, IsingFormat.BqpJson, "\"coeff\": 1.5", "\"coeff\": 1e99",
        "bqpjson, quadratic_terms[0].coeff: expected a finite number of single precision, got 1e99.")]
    [DataRow(BqpJson, IsingFormat.BqpJson, "[3, 0, 9]", "[3, 0, 9", "bqpjson, line 4: expected a JSON object, got an error at byte 17.")]
    [DataRow(DimodJson, IsingFormat.DimodJson, "3.0.0", "2.0.0",
        "dimod JSON, version.bqm_schema: expected \"3.0.0\", got {\"bqm_schema\": \"2.0.0\"}.")]
    [DataRow(DimodJson, IsingFormat.DimodJson, "false", "true", "dimod JSON, use_bytes: expected false, arrays of numbers, got true.")]
    [DataRow(DimodJson, IsingFormat.DimodJson, "[1, 0, -0.1]", "[1, 0]",
        "dimod JSON, linear_biases: expected 3 numbers, as many as variable_labels, got 2.")]
    [DataRow(DimodJson, IsingFormat.DimodJson, "\"quadratic_head\": [0, 1]", "\"quadratic_head\": [0, 3]",
        "dimod JSON, quadratic_head[1]: expected a variable below 3, got 3.")]
    [DataRow(
        BqpJson, IsingFormat.BqpJson, "boolean", "bool\\ud800an",
        "bqpjson, byte 69: expected a text of whole characters, got another one.")]
    [DataRow("[]", IsingFormat.DimodJson, "[]", "[]", "dimod JSON, line 1: expected a JSON object, got Array.")]
    public void ErrorsNameFormatAndPlace(string text, IsingFormat format, string part, string replacement, string message)
    {
        Assert.Contains(part, text);

        string error = Assert.ThrowsExactly<InvalidDataException>(() => IsingFile.Parse(text.Replace(part, replacement), format)).Message;

        Assert.AreEqual($"Text, {message}", error);
    }

    [TestMethod]
    [DataRow(BqpJson, IsingFormat.BqpJson)]
    [DataRow(DimodJson, IsingFormat.DimodJson)]
    public void TextsThatAreNoUtf8AreRefusedAndAMarkOfUtf8IsNot(string text, IsingFormat format)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        AssertSame(IsingFile.Parse(text, format), IsingFile.Read(new MemoryStream([.. Encoding.UTF8.Preamble, .. content]), format));
        for (int at = 0; at < content.Length; at++)
        {
            byte[] damaged = [.. content];
            damaged[at] = 0xE5;
            try
            {
                IsingFile.Read(new MemoryStream(damaged), format);
                Assert.Fail($"byte {at}");
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("expected ", error.Message);
            }
        }
    }

    // Where the text ends early or one character is another, it is read as another model or refused by name.
    [TestMethod]
    [DataRow(Rudy, IsingFormat.Rudy)]
    [DataRow(Qbsolv, IsingFormat.Qbsolv)]
    [DataRow(BqpJson, IsingFormat.BqpJson)]
    [DataRow(DimodJson, IsingFormat.DimodJson)]
    [DataRow(Matrix, IsingFormat.BiqMac)]
    [DataRow(Matrix, IsingFormat.MqLibQubo)]
    [DataRow(Coo, IsingFormat.Coo)]
    public void DamageNeverGivesAnotherError(string text, IsingFormat format)
    {
        const string others = "9-,]\"{ #\n";
        for (int at = 0; at < text.Length; at++)
        {
            Try(text[..at]);
            Try($"{text[..at]}{others[at % others.Length]}{text[(at + 1)..]}");
        }

        void Try(string damaged)
        {
            try
            {
                IsingFile.Parse(damaged, format);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("expected ", error.Message);
            }
        }
    }

    private static void AssertSame(IsingModel expected, IsingModel actual)
    {
        CollectionAssert.AreEqual(expected.Graph.Labels, actual.Graph.Labels);
        CollectionAssert.AreEqual(expected.Graph.Edges, actual.Graph.Edges);
        Assert.AreEqual(expected.Offset, actual.Offset);
        for (int i = 0; i < expected.SpinCount; i++)
        {
            Assert.AreEqual(expected.Field(i), actual.Field(i));
        }

        for (int e = 0; e < expected.Couplings.Length; e++)
        {
            Assert.AreEqual(expected.Coupling(e), actual.Coupling(e));
        }
    }
}
