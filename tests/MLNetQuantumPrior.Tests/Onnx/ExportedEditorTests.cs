using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetQuantumPrior.Learning;
using MLNetQuantumPrior.Learning.Tests;
using MLNetQuantumPrior.Sampling;

namespace MLNetQuantumPrior.Tests;

/// <summary>Exported editors on ONNX Runtime: against enumeration, and beside the editor in C#.</summary>
[TestClass]
public sealed class ExportedEditorTests
{
    private const float Keep = -1, KindC = 2;
    private static readonly BmVaeModel Small = SmallEdits.Model;

    [TestMethod]
    public void InputsAndOutputsAreAsSaid()
    {
        using var session = EditorSession.Of(Small);

        CollectionAssert.AreEqual(
            new[]
            {
                "Features Single [N, 12]", "Set_Size Single [N, 1]", "Set_Kind Single [N, 1]", "Id Int64 [N, 1]", "Seed Int64 [N, 1]",
            },
            session.Inputs);
        CollectionAssert.AreEqual(
            new[]
            {
                "Edited Single [N, 12]", "Bits Single [N, 7]", "Reached Single [N, 1]", "Kept Single [N, 1]", "ChangedBits Single [N, 1]",
            },
            session.Outputs);
        Assert.AreEqual(
            """[{"name":"Size","values":["small","large"]},{"name":"Kind","values":["a","b","c"]}]""", session.Metadata["attributes"]);
        Assert.AreEqual("7", session.Metadata["latent_size"]);
    }

    [TestMethod]
    public void FilesPassTheOfficialChecker()
    {
        var options = new EditorOptions { Chains = 3, Attempts = 1 };
        using EditorSession single = EditorSession.Of(Small), half = EditorSession.Of(Small, options, OnnxPrecision.Half);
        using EditorSession scaled = EditorSession.Of(SmallModels.WithAttributes());

        OnnxChecker.Check([single.File, half.File, scaled.File]);
    }

    // As of the editor in C#: without fields that push, what is left is p(z) q(z|x)^closeness c(z).
    [TestMethod]
    [DataRow(0.0, 1.0, 1.0)]
    [DataRow(0.5, 1.0, 2.0)]
    [DataRow(1.0, 2.0, 0.5)]
    public void LongEditsFollowPriorTimesEncoderTimesClassifiers(double closeness, double set, double keep)
    {
        const int Rows = 4000;
        var options = new EditorOptions
        {
            Chains = 1, Attempts = 1, Sweeps = 100, Strength = 0, Closeness = closeness, SetStrength = set, KeepStrength = keep,
        };
        using var session = EditorSession.Of(Small, options);

        SessionEdits made = session.Run([.. Enumerable.Range(0, Rows).Select(id => new RowToEdit(SmallEdits.Row, id, 1, Keep, KindC))]);

        int[] codes = [.. made.Bits.Chunk(SmallEdits.Spins).Select(code => SmallEdits.CodeOf(code.Select(bit => bit > 0)))];
        (double distance, double ofExactDraws) = SmallEdits.Distance(codes, SmallEdits.Target(closeness, set, keep));
        Assert.IsLessThan(ofExactDraws + 0.015, distance, $"Exact draws are at {ofExactDraws:F3}.");
    }

    // The first chain is the one that there is alone.
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.3)]
    [DataRow(1.0)]
    public void OfTheCertainChainsTheNearestIsTakenAndElseTheMostCertain(double certainty)
    {
        var options = new EditorOptions { Attempts = 1, Sweeps = 2, Strength = 0, Certainty = certainty };
        using EditorSession few = EditorSession.Of(Small, options with { Chains = 1 });
        using EditorSession many = EditorSession.Of(Small, options with { Chains = 12 });
        RowToEdit[] rows = [.. Enumerable.Range(0, 100).Select(id => new RowToEdit(SmallEdits.Row, id, 2, Keep, KindC))];

        SessionEdits one = few.Run(rows), best = many.Run(rows);

        for (int row = 0; row < rows.Length; row++)
        {
            double alone = one.Reached[row] * one.Kept[row], taken = best.Reached[row] * best.Kept[row];
            Assert.IsTrue(alone >= certainty
                ? taken >= certainty - 1e-6 && best.ChangedBits[row] <= one.ChangedBits[row]
                : taken >= alone - 1e-6);
        }
    }

    [TestMethod]
    public void WhereNothingIsCertainRowsAreHeldLess()
    {
        var options = new EditorOptions { Closeness = 50, Strength = 0, Sweeps = 30, Certainty = 0.5 };
        using EditorSession held = EditorSession.Of(Small, options with { Attempts = 1 });
        using EditorSession freed = EditorSession.Of(Small, options with { Attempts = 12 });
        RowToEdit[] rows = [.. Enumerable.Range(0, 20).Select(id => new RowToEdit(SmallEdits.Row, id, 3, Keep, KindC))];

        SessionEdits close = held.Run(rows), far = freed.Run(rows);

        Assert.IsLessThan(far.Reached.Average(), close.Reached.Average());
        Assert.IsLessThan(far.ChangedBits.Average(), close.ChangedBits.Average());
    }

    // The row cannot have another kind and keep its size.
    [TestMethod]
    public void WhatIsSetComesFirstWhereTheRestExcludesIt()
    {
        BmVaeModel model = SmallEdits.WithOneBit();
        var options = new EditorOptions { KeepStrength = 16 };
        using EditorSession session = EditorSession.Of(model, options), once = EditorSession.Of(model, options with { Attempts = 1 });
        float other = model.EncodeSpins(SmallEdits.Row)[0][0] > 0 ? 0 : KindC;
        RowToEdit[] rows = [.. Enumerable.Range(0, 20).Select(id => new RowToEdit(SmallEdits.Row, id, 1, Keep, other))];

        SessionEdits made = session.Run(rows);

        Assert.IsGreaterThan(0.9f, made.Reached.Min());
        Assert.IsLessThan(0.1f, made.Kept.Max());
        Assert.IsLessThan(0.1f, once.Run(rows).Reached.Average());
    }

    [TestMethod]
    public void WhatIsSaidOfARowIsWhatTheModelFindsInItsBits()
    {
        using var session = EditorSession.Of(Small);

        SessionEdits made = session.Run(new RowToEdit(SmallEdits.Row, 1, 0, Keep, KindC), new RowToEdit(SmallEdits.Row, 1, 0, Keep, Keep));

        SpinMatrix own = Small.EncodeSpins(SmallEdits.Row);
        var codes = new SpinMatrix(2, SmallEdits.Spins, Array.ConvertAll(made.Bits, bit => (sbyte)((2 * bit) - 1)));
        float[] before = SmallEdits.Predict(own), after = SmallEdits.Predict(codes), decoded = Small.Decode(codes);
        int size = SmallEdits.Most(before, 0, 2), kind = SmallEdits.Most(before, 2, 3);
        Assert.AreEqual(after[4], made.Reached[0], 1e-5);
        Assert.AreEqual(after[size], made.Kept[0], 1e-5);
        Assert.AreEqual(Enumerable.Range(0, SmallEdits.Spins).Count(i => codes[0][i] != own[0][i]), made.ChangedBits[0]);
        for (int k = 0; k < decoded.Length; k++)
        {
            Assert.AreEqual(decoded[k], made.Edited[k], 1e-5);
        }

        Assert.IsTrue(codes[1].SequenceEqual(own[0]), "nothing to set");
        Assert.AreEqual(1, made.Reached[1]);
        Assert.AreEqual(before[size] * before[kind], made.Kept[1], 1e-5);
    }

    [TestMethod]
    public void ARowDoesNotDependOnOthers()
    {
        using var session = EditorSession.Of(Small, new() { Chains = 2 });
        RowToEdit[] rows =
        [
            .. Enumerable.Range(0, 24).Select(k => new RowToEdit(
                [.. SmallEdits.Row.Select(value => k % 2 == 0 ? value : 1 - value)], k * 1_000_000_007L, -k, (k % 3) - 1, (k % 4) - 1)),
        ];

        SessionEdits all = session.Run(rows);

        for (int k = 0; k < rows.Length; k++)
        {
            SessionEdits one = session.Run(rows[k]);
            CollectionAssert.AreEqual(one.Bits, all.Bits[(k * SmallEdits.Spins)..((k + 1) * SmallEdits.Spins)]);
            Assert.AreEqual(one.Reached[0], all.Reached[k], 1e-6);
            Assert.AreEqual(one.Kept[0], all.Kept[k], 1e-6);
        }

        Assert.IsEmpty(session.Run().Bits);
        CollectionAssert.AreNotEqual(all.Bits, session.Run([.. rows.Select(row => row with { Seed = row.Seed + 1 })]).Bits);
    }

    [TestMethod]
    public void ARowThatCannotBeEditedIsNaNAndTheOthersAreAsTheyWere()
    {
        using var session = EditorSession.Of(Small);
        var good = new RowToEdit(SmallEdits.Row, 3, 4, Keep, KindC);
        RowToEdit[] wrong =
        [
            .. new float[] { -2, 3, 0.5f, 1e30f, float.NaN, float.PositiveInfinity, float.NegativeInfinity }
                .Select(kind => good with { Set = [Keep, kind] }),
            good with { Set = [2, KindC] }, good with { Features = [.. SmallEdits.Row[..^1], float.NaN] },
            good with { Features = [float.PositiveInfinity, .. SmallEdits.Row[1..]] },
        ];

        SessionEdits made = session.Run([good, .. wrong, good]);

        SessionEdits one = session.Run(good);
        CollectionAssert.AreEqual(one.Row(0), made.Row(0));
        CollectionAssert.AreEqual(one.Row(0), made.Row(wrong.Length + 1));
        Assert.IsTrue(one.Row(0).All(float.IsFinite));
        for (int k = 1; k <= wrong.Length; k++)
        {
            Assert.IsTrue(made.Row(k).All(float.IsNaN), $"{wrong[k - 1]}");
        }

        Assert.IsTrue(session.Run(wrong).Reached.All(float.IsNaN), "a batch of such rows alone");
    }

    [TestMethod]
    public void ReachesAndKeepsAsTheEditorDoes()
    {
        const int Rows = 60;
        var ml = new MLContext(seed: 1);
        using BmVaeTransformer vae = ml.Transforms.BmVae(AttributeColumnTests.Options).Fit(ml.Data.LoadFromEnumerable(Shape.Draw(1500)));
        Shape[] shapes = [.. Shape.Draw(400, seed: 2).Where(shape => shape.Side == "left").Take(Rows)];
        EditedRows expected = new Editor(vae.Model, new() { Seed = 1 }).Edit(
            [.. shapes.SelectMany(shape => shape.Features)], [Given.Is("Side", "right"), Given.Is("Bar", true)],
            [.. Enumerable.Range(0, Rows).Select(id => (ulong)id)]);
        foreach (OnnxPrecision precision in (OnnxPrecision[])[OnnxPrecision.Single, OnnxPrecision.Half])
        {
            using var session = EditorSession.Of(vae.Model, null, precision);
            JsonElement attributes = JsonDocument.Parse(session.Metadata["attributes"]).RootElement;
            int right = ValueOf(attributes, "Side", "right"), bar = ValueOf(attributes, "Bar", "True");

            SessionEdits made = session.Run(
                [.. shapes.Select((shape, id) => new RowToEdit(shape.Features, id, 1, right, bar, Keep, Keep))]);

            float[][] pixels = [.. made.Edited.Chunk(Shape.Pixels)];
            double Share(Func<float[], Shape, bool> isSo) => pixels.Zip(shapes).Average(pair => isSo(pair.First, pair.Second) ? 1 : 0);
            Assert.IsGreaterThan(0.95, Share((row, _) => Shape.SideOf(row) == "right" && Shape.BarOf(row)));
            Assert.IsGreaterThan(0.9, Share((row, shape) => Shape.FootOf(row) == shape.Foot + 1));
            Assert.AreEqual(expected.Reached.Average(), made.Reached.Average(), 0.02);
            Assert.AreEqual(expected.Kept.Average(), made.Kept.Average(), 0.05);
            Assert.AreEqual(expected.ChangedBits.Average(), made.ChangedBits.Average(), 1);
        }

        static int ValueOf(JsonElement attributes, string attribute, string value)
        {
            JsonElement own = attributes.EnumerateArray().Single(item => item.GetProperty("name").GetString() == attribute);
            return Array.IndexOf([.. own.GetProperty("values").EnumerateArray().Select(name => name.GetString())], value);
        }
    }

    [TestMethod]
    public void MLNetRunsTheFile()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Small.SaveEditorOnnx(file, precision: OnnxPrecision.Half);
            using var session = new EditorSession(File.ReadAllBytes(file));
            var ml = new MLContext();
            IDataView view = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(id => new Asked
            {
                Features = SmallEdits.Row, Size = [Keep], Kind = [KindC], Id = [id], Seed = [7],
            }));

            IDataView made = ml.Transforms.ApplyOnnxModel(["Bits", "Reached"], ["Features", "Set_Size", "Set_Kind", "Id", "Seed"], file)
                .Fit(view).Transform(view);

            SessionEdits expected = session.Run(
                [.. Enumerable.Range(0, 5).Select(id => new RowToEdit(SmallEdits.Row, id, 7, Keep, KindC))]);
            CollectionAssert.AreEqual(expected.Bits, made.GetColumn<float[]>("Bits").SelectMany(bits => bits).ToArray());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void RefusesModelsThatNothingCanBeSetOf()
    {
        VaeArchitecture gaussian = VaeArchitecture.Mlp(3, [], 2, PriorKind.Gaussian);
        Refused(
            "Editing: expected a model of spins, got a Gaussian one.", BmVaeModel.Gaussian(gaussian, new float[gaussian.ParameterCount]));
        Refused("Editing: expected a model with attributes, got one without.", TestModels.Random(4, 3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Small.SaveEditorOnnx(Stream.Null, precision: OnnxPrecision.Int8));

        static void Refused(string message, BmVaeModel model) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(() => model.SaveEditorOnnx(Stream.Null)).Message);
    }

    private sealed class Asked
    {
        [VectorType(SmallEdits.Pixels)]
        public float[] Features { get; set; } = [];

        [VectorType(1)]
        [ColumnName("Set_Size")]
        public float[] Size { get; set; } = [];

        [VectorType(1)]
        [ColumnName("Set_Kind")]
        public float[] Kind { get; set; } = [];

        [VectorType(1)]
        public long[] Id { get; set; } = [];

        [VectorType(1)]
        public long[] Seed { get; set; } = [];
    }
}
