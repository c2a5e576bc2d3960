using System.Globalization;

namespace MLNetQuantumPrior.Sampling.Tests;

/// <summary>What every format of model files does. A new format is a class that says how to read and write.</summary>
public abstract class FormatContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static IEnumerable<object[]> Graphs =>
    [
        [SpinGraph.Complete(1)],
        [SpinGraph.Complete(9)],
        [SpinGraph.KPartite(2, 3, 1)],
        [TestModels.Disconnected()],
        [SpinGraph.Chimera(2, 2, 2)],
        [SpinGraph.Pegasus(2)],
        [SpinGraph.Zephyr(2).WithoutSpins(3, 17, 50)],
        [SpinGraph.FromLabels([2_000_000_000, 0, 12, int.MaxValue], [new(12, 2_000_000_000)])],
    ];

    protected string FilePath => Path.Combine(_folder, "model");

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void WhatIsWrittenReadsBackAsItWas(SpinGraph graph) => AssertSame(TestModels.Random(graph, 2, seed: 3), RoundTrip);

    [TestMethod]
    public void OffsetsAndDoublesReadBackAsTheyWere()
    {
        var model = new IsingModel(SpinGraph.FromEdges(3, [new(0, 1), new(1, 2)]), [0.1, 1e6 + 0.01, 0], [1 / 3.0, -2e-9],
            offset: -1e6 / 7);

        IsingModel read = RoundTrip(model);

        Assert.AreEqual(model.Offset, read.Offset);
        foreach (sbyte[] spins in TestModels.AllStates(3))
        {
            Assert.AreEqual(model.Energy(spins), read.Energy(spins));
        }
    }

    // Numbers of all magnitudes, as random bits make them, and the ends of the range.
    [TestMethod]
    public void EveryNumberReadsBackAsItWas()
    {
        var random = new Random(8);
        float[] values =
        [
            0, 1, -1, 0.1f, 1e-5f, 9.99999e-6f, 1e7f, 12345678, -123456789, 16777216,
            float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue,
            .. Enumerable.Range(0, 20_000).Select(_ => BitConverter.Int32BitsToSingle(random.Next())).Where(float.IsFinite),
        ];

        AssertSame(new(SpinGraph.FromEdges(values.Length, []), values, []), RoundTrip);
    }

    [TestMethod]
    public void AnotherCultureMakesNoDifference()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
        IsingModel model = TestModels.Random(SpinGraph.Complete(5), 1e-6, seed: 1);
        Write(FilePath, model);
        string expected = File.ReadAllText(FilePath);
        try
        {
            CultureInfo.CurrentCulture = other;
            AssertSame(model, RoundTrip);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.AreEqual(expected, File.ReadAllText(FilePath));
    }

    [TestMethod]
    public void WritingReplacesAFileAndLeavesNothingBeside()
    {
        File.WriteAllText(FilePath, "something else");

        AssertSame(TestModels.Random(SpinGraph.Complete(3), 1, seed: 1), RoundTrip);

        Assert.HasCount(1, Directory.GetFiles(_folder));
    }

    [TestMethod]
    public void TextIsPlainUtf8WithLineFeeds()
    {
        Write(FilePath, TestModels.Random(SpinGraph.Complete(3), 1, seed: 1));

        byte[] content = File.ReadAllBytes(FilePath);

        Assert.IsLessThan(0x80, content.Max());
        CollectionAssert.DoesNotContain(content, (byte)'\r');
    }

    // Where one byte is another or the file ends early, it is read as another model or refused by name.
    [TestMethod]
    public void DamageNeverGivesAnotherError()
    {
        Write(FilePath, TestModels.Random(SpinGraph.Chimera(1, 1, 2).WithoutSpins(1), 1, seed: 1));
        byte[] whole = File.ReadAllBytes(FilePath);
        byte[] others = [.. "9-,]\"{ #\n\0"u8, 0xC3]; // the last one begins a character that does not go on
        int refused = 0;
        for (int at = 0; at < whole.Length; at++)
        {
            Try(whole[..at]);
            byte[] damaged = [.. whole];
            damaged[at] = others[at % others.Length];
            Try(damaged);
        }

        Assert.IsGreaterThan(whole.Length / 2, refused);

        void Try(byte[] content)
        {
            File.WriteAllBytes(FilePath, content);
            try
            {
                Read(FilePath);
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith($"{FilePath}, ", error.Message);
                Assert.Contains(": expected ", error.Message);
                Assert.Contains(", got ", error.Message);
                refused++;
            }
        }
    }

    [TestMethod]
    public void RefusesNoPathNoModelAndNoFile()
    {
        IsingModel model = TestModels.Random(SpinGraph.Complete(2), 1, seed: 1);

        Assert.ThrowsExactly<ArgumentException>(() => Write("", model));
        Assert.ThrowsExactly<ArgumentNullException>(() => Write(FilePath, null!));
        Assert.ThrowsExactly<ArgumentException>(() => Read(""));
        Assert.ThrowsExactly<FileNotFoundException>(() => Read(FilePath));
        Assert.ThrowsExactly<DirectoryNotFoundException>(() => Write(Path.Combine(_folder, "absent", "model"), model));
    }

    protected abstract string FormatName { get; }

    protected abstract void Write(string path, IsingModel model);

    protected abstract IsingModel Read(string path);

    protected IsingModel RoundTrip(IsingModel model)
    {
        Write(FilePath, model);
        return Read(FilePath);
    }

    /// <summary>The error of a file with this content, without the path.</summary>
    protected string Refusal(string content)
    {
        File.WriteAllText(FilePath, content);
        string message = Assert.ThrowsExactly<InvalidDataException>(() => Read(FilePath)).Message;
        string name = $"{FilePath}, {FormatName}, ";
        Assert.StartsWith(name, message);
        return message[name.Length..];
    }

    private static void AssertSame(IsingModel model, Func<IsingModel, IsingModel> roundTrip)
    {
        IsingModel read = roundTrip(model);

        CollectionAssert.AreEqual(model.Graph.Labels, read.Graph.Labels);
        CollectionAssert.AreEqual(model.Graph.Edges, read.Graph.Edges);
        CollectionAssert.AreEqual(model.Fields, read.Fields);
        CollectionAssert.AreEqual(model.Couplings, read.Couplings);
    }
}
