using System.Text.Json;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>Exported editors of models of all sorts, with options of all sorts.</summary>
[TestClass]
public sealed class EditorsOfModelsTests
{
    private const int Slots = 8;

    private static readonly EditorOptions[] OptionSets =
    [
        new(),
        new() { Sweeps = 1, Chains = 1, Attempts = 1, Closeness = 0, Certainty = 0 },
        new() { KeepStrength = 0, SetStrength = 0, Strength = 0 },
        new() { KeepStrength = 1e6, SetStrength = 1e6, Strength = 1e6, Closeness = 1e6 },
    ];

    private static IEnumerable<object[]> Graphs() =>
    [
        [SpinGraph.Complete(9)], [SpinGraph.Bipartite(5, 4)], [SpinGraph.FromEdges(9, [new(0, 8), new(3, 4)])],
        [SpinGraph.FromEdges(9, [])], [SpinGraph.Complete(1)],
    ];

    [TestMethod]
    [DynamicData(nameof(Graphs))]
    public void WhatIsSaidOfARowIsWhatTheModelFindsInItsBits(SpinGraph graph)
    {
        BmVaeModel model = OfATable(graph);
        float[] filled = [0.3f, 0.3f, 0.4f, 5.01f, 900, 4, 1, 0];
        float[] missing = [.. filled.Select((value, slot) => slot < 4 ? float.NaN : value)];
        float[][] rows = [filled, [0, 1, 0, 1e38f, -1e38f, 1e38f, 1, 1], [7, -3, 2, 1e9f, 0, -5, 1, 1]]; // out of range, too
        float[][] sets = [[-1, 2], [1, 1], [0, -1], [-1, -1]];
        foreach (EditorOptions options in OptionSets)
        {
            using var session = EditorSession.Of(model, options);
            foreach (float[] row in rows)
            {
                foreach (float[] set in sets)
                {
                    Check(model, row, set, session.Run(new RowToEdit(row, 5, 6, set)));
                }
            }

            SessionEdits made = session.Run(new RowToEdit(missing, 5, 6, sets[0]), new RowToEdit(filled, 5, 6, sets[0]));
            CollectionAssert.AreEqual(made.Row(1), made.Row(0), "Missing values are replaced by those of the model.");
        }
    }

    [TestMethod]
    public void AttemptsMayBeAnyNumber()
    {
        var options = new EditorOptions { Sweeps = 1, Chains = 1, Certainty = 1 };
        using EditorSession some = EditorSession.Of(SmallEdits.Model, options with { Attempts = 2100 });
        using EditorSession all = EditorSession.Of(SmallEdits.Model, options with { Attempts = int.MaxValue });
        var row = new RowToEdit(SmallEdits.Row, 1, 2, 1, 2);

        CollectionAssert.AreEqual(some.Run(row).Row(0), all.Run(row).Row(0));
    }

    [TestMethod]
    public void NamesOfAttributesMayBeAny()
    {
        string[] names = ["Id", "Seed", "Features", "Bits", "a b, c", "größe ☃ 𝄞", "\"quoted\"\n\\", "", "Set_Id"];
        ClassifierArchitecture network = ClassifierArchitecture.Mlp(SmallEdits.Spins, [3], names.Length + 1);
        BmVaeModel model = SmallEdits.Model.With(new BoltzmannAttributes(
            [.. names.Select((name, k) => new BoltzmannAttribute(name, k == 0 ? [Value(name), Value("other")] : [Value(name)]))])
        {
            Classifier = new(new(network, new float[network.ParameterCount]), [2, .. names.Skip(1).Select(_ => 1)]),
        });

        using var session = EditorSession.Of(model);

        OnnxChecker.Check([session.File]);
        CollectionAssert.AreEqual(names.Select(name => $"Set_{name}").ToArray(), session.Sets);
        using var attributes = JsonDocument.Parse(session.Metadata["attributes"]);
        CollectionAssert.AreEqual(
            names, attributes.RootElement.EnumerateArray().Select(item => item.GetProperty("name").GetString()).ToArray());
        float[] only = [.. names.Select(_ => 0f)];
        Assert.AreEqual(0.5f, session.Run(new RowToEdit(SmallEdits.Row, 1, 2, only)).Reached[0], 1e-6f);

        static AttributeValue Value(string name) => new(name) { Rows = 1, Fields = [.. new float[SmallEdits.Spins]] };
    }

    private static void Check(BmVaeModel model, float[] row, float[] set, SessionEdits made)
    {
        SpinMatrix own = model.EncodeSpins(row), code = new(1, own.Columns, Array.ConvertAll(made.Bits, bit => (sbyte)((2 * bit) - 1)));
        float[] decoded = model.Decode(code);
        for (int slot = 0; slot < Slots; slot++)
        {
            Assert.AreEqual(decoded[slot], made.Edited[slot], 1e-4 * (1 + Math.Abs(decoded[slot])));
        }

        float[] before = new float[5], after = new float[5];
        model.Attributes.Classifier!.Predict(LatentBits.Of(own), before);
        model.Attributes.Classifier!.Predict(LatentBits.Of(code), after);
        double size = after[set[0] >= 0 ? (int)set[0] : SmallEdits.Most(before, 0, 2)];
        double kind = after[set[1] >= 0 ? 2 + (int)set[1] : SmallEdits.Most(before, 2, 3)];
        Assert.AreEqual((set[0] >= 0 ? size : 1) * (set[1] >= 0 ? kind : 1), made.Reached[0], 1e-4);
        Assert.AreEqual((set[0] >= 0 ? 1 : size) * (set[1] >= 0 ? 1 : kind), made.Kept[0], 1e-4);
        Assert.AreEqual(Enumerable.Range(0, own.Columns).Count(i => code[0][i] != own[0][i]), made.ChangedBits[0]);
    }

    /// <summary>Categories, numbers and a Boolean, scaled, with values for missing ones.</summary>
    private static BmVaeModel OfATable(SpinGraph graph)
    {
        var likelihood = new Likelihood(new CategoricalSlots(3), new GaussianSlots(2), new BernoulliSlots(1), new CategoricalSlots(2));
        VaeArchitecture architecture = VaeArchitecture.Mlp(Slots, [6], graph.SpinCount) with { Likelihood = likelihood };
        var scaling = new SlotScaling([0, 0, 0, 5, -100, 2, 0, 0], [1, 1, 1, 0.01f, 1000, 3, 1, 1], likelihood)
        {
            Missing = [0.3f, 0.3f, 0.4f, 5.01f, 200, 3, 0.5f, 0.5f],
        };
        ulong stream = 0;
        var machine = new IsingModel(graph, Numbers(graph.SpinCount), Numbers(graph.Edges.Length));
        return SmallEdits.WithAttributes(new BmVaeModel(architecture, Numbers(architecture.ParameterCount), machine).With(scaling, []));

        float[] Numbers(int count)
        {
            float[] numbers = new float[count];
            new UniformStream(3, stream++).FillNormal(numbers, 1);
            return numbers;
        }
    }
}
