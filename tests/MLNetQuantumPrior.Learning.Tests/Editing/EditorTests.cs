using MLNetQuantumPrior.Sampling;
using static MLNetQuantumPrior.Learning.Tests.SmallEdits;

namespace MLNetQuantumPrior.Learning.Tests;

[TestClass]
public sealed class EditorTests
{
    private const int Rows = 4000;

    // Without fields that push, a long edit forgets where it started: what is left is p(z) q(z|x)^closeness c(z).
    [TestMethod]
    [DataRow(0.0, 1.0, 1.0)]
    [DataRow(0.5, 1.0, 2.0)]
    [DataRow(1.0, 2.0, 0.5)]
    public void LongEditsFollowPriorTimesEncoderTimesClassifiers(double closeness, double set, double keep)
    {
        var options = new EditorOptions
        {
            Chains = 1, Attempts = 1, Sweeps = 300, Strength = 0, Closeness = closeness, SetStrength = set, KeepStrength = keep, Seed = 1,
        };
        SpinMatrix edited = new Editor(Model, options).Edit(Repeated(Rows), [Given.Is("Kind", "c")], Ids(Rows)).Codes;

        int[] codes = [.. Enumerable.Range(0, Rows).Select(row => CodeOf(edited[row].ToArray().Select(spin => spin > 0)))];
        (double distance, double ofExactDraws) = Distance(codes, Target(closeness, set, keep));
        Assert.IsLessThan(ofExactDraws + 0.015, distance, $"Exact draws are at {ofExactDraws:F3}.");
    }

    [TestMethod]
    public void OfTheCertainChainsTheNearestIsTakenAndElseTheMostCertain()
    {
        foreach (double certainty in new[] { 0, 0.3, 1 })
        {
            var options = new EditorOptions { Attempts = 1, Sweeps = 2, Strength = 0, Certainty = certainty, Seed = 2 };
            EditedRows few = new Editor(Model, options with { Chains = 1 }).Edit(Repeated(100), [Given.Is("Kind", "c")], Ids(100));
            EditedRows many = new Editor(Model, options with { Chains = 12 }).Edit(Repeated(100), [Given.Is("Kind", "c")], Ids(100));
            for (int row = 0; row < 100; row++)
            {
                // The single chain is the first of the twelve.
                double one = few.Reached[row] * few.Kept[row], best = many.Reached[row] * many.Kept[row];
                Assert.IsTrue(one >= certainty ? best >= certainty && many.ChangedBits[row] <= few.ChangedBits[row] : best >= one - 1e-6);
            }
        }
    }

    [TestMethod]
    public void WhereNothingIsCertainRowsAreHeldLess()
    {
        var options = new EditorOptions { Closeness = 50, Strength = 0, Sweeps = 30, Certainty = 0.5 };
        EditedRows held = new Editor(Model, options with { Attempts = 1 }).Edit(Repeated(20), [Given.Is("Kind", "c")], Ids(20));
        EditedRows freed = new Editor(Model, options with { Attempts = 12 }).Edit(Repeated(20), [Given.Is("Kind", "c")], Ids(20));
        Assert.IsLessThan(freed.Reached.Average(), held.Reached.Average());
        Assert.IsLessThan(freed.ChangedBits.Average(), held.ChangedBits.Average());
    }

    // Size and Kind are both read from bit 0, so the row cannot have another kind and keep its size.
    [TestMethod]
    public void WhatIsSetComesFirstWhereTheRestExcludesIt()
    {
        BmVaeModel model = WithOneBit();
        Given other = Given.Is("Kind", model.EncodeSpins(Row)[0][0] > 0 ? "a" : "c");
        var options = new EditorOptions { KeepStrength = 16, Seed = 1 };

        EditedRows edited = new Editor(model, options).Edit(Repeated(20), [other], Ids(20));
        EditedRows path = new Editor(model, options).Path(Row, [other], points: 4, [0]);

        Assert.IsGreaterThan(0.9, edited.Reached.Min());
        Assert.IsLessThan(0.1, edited.Kept.Max());
        Assert.IsTrue(path.Codes[3].SequenceEqual(edited.Codes[0]));
        Assert.IsLessThan(0.1, new Editor(model, options with { Attempts = 1 }).Edit(Repeated(20), [other], Ids(20)).Reached.Average());
    }

    [TestMethod]
    public void WhatIsSetIsReachedAndTheRestKept()
    {
        float[] before = Predict(Model.EncodeSpins(Row));
        EditedRows edited = new Editor(Model, new()).Edit(Row, [Given.Is("Kind", "c")], [1]);
        float[] after = Predict(edited.Codes);
        Assert.IsGreaterThan(before[4], after[4]);
        Assert.AreEqual(after[4], edited.Reached[0], 1e-6);
        Assert.AreEqual(after[Most(before, 0, 2)], edited.Kept[0], 1e-6);
        Assert.AreEqual(
            Enumerable.Range(0, Spins).Count(i => edited.Codes[0][i] != Model.EncodeSpins(Row)[0][i]), edited.ChangedBits[0]);
        CollectionAssert.AreEqual(Model.Decode(edited.Codes), edited.Features.ToArray());
        Assert.AreEqual(Model.Prior.Energy(edited.Codes[0]), edited.Energies[0], 1e-9);
    }

    [TestMethod]
    public void APathLeadsFromTheRowToItsEdit()
    {
        const int Points = 5;
        var editor = new Editor(Model, new() { Seed = 3 });
        float[] rows = Repeated(3);
        Given[] set = [Given.Not("Kind", "a")];
        EditedRows path = editor.Path(rows, set, Points, Ids(3)), edited = editor.Edit(rows, set, Ids(3));
        Assert.AreEqual(3 * Points, path.Codes.Rows);
        for (int row = 0; row < 3; row++)
        {
            Assert.IsTrue(path.Codes[row * Points].SequenceEqual(Model.EncodeSpins(Row)[0]));
            Assert.IsTrue(path.Codes[(row * Points) + Points - 1].SequenceEqual(edited.Codes[row]));
        }
    }

    [TestMethod]
    public void ARowDependsOnTheSeedItsValuesAndItsIdAlone()
    {
        var options = new EditorOptions { Chains = 1, Seed = 4 };
        EditedRows together = new Editor(Model, options).Edit(Repeated(20), [Given.Is("Kind", "b")], Ids(20));
        var alone = new Editor(Model, options with { MaxDegreeOfParallelism = 1 });
        for (int row = 0; row < 20; row++)
        {
            EditedRows one = alone.Edit(Row, [Given.Is("Kind", "b")], [(ulong)row]);
            CollectionAssert.AreEqual(together.Features[(row * Pixels)..((row + 1) * Pixels)], one.Features);
        }

        Assert.IsFalse(together.Codes.AsSpan().SequenceEqual(
            new Editor(Model, options with { Seed = 5 }).Edit(Repeated(20), [Given.Is("Kind", "b")], Ids(20)).Codes.AsSpan()));
    }

    [TestMethod]
    public void RefusesWhatDoesNotFit()
    {
        var editor = new Editor(Model);
        VaeArchitecture gaussian = VaeArchitecture.Mlp(3, [4], 2, PriorKind.Gaussian);
        Refused("Editing: expected a model of spins, got a Gaussian one.",
            () => new Editor(BmVaeModel.Gaussian(gaussian, new float[gaussian.ParameterCount])));
        Refused("Editing: expected a model with attributes, got one without.", () => new Editor(TestModels.Random(Pixels, Spins)));
        Refused("Editing: expected at least one condition to set, got none.", () => editor.Edit(Row, [], [1]));
        Refused("Rows: expected 2 of 12 values, one for each id, got 12 values.", () => editor.Edit(Row, [Given.Is("Kind", "a")], [1, 2]));
        Refused("Slot 0 of row 0: expected a finite number, got NaN.",
            () => editor.Edit([.. Row.Select(_ => float.NaN)], [Given.Is("Kind", "a")], [1]));
        foreach (string name in new[] { "Colour", "Kind" })
        {
            Assert.Contains(name, Assert.ThrowsExactly<ArgumentException>(() => editor.Edit(Row, [Given.Is(name, "x")], [1])).Message);
        }

        foreach ((string name, Func<object> make) in new (string, Func<object>)[]
        {
            ("Chains", () => new EditorOptions { Chains = 0 }), ("Sweeps", () => new EditorOptions { Sweeps = 0 }),
            ("Closeness", () => new EditorOptions { Closeness = -1 }), ("Certainty", () => new EditorOptions { Certainty = 1.1 }),
            ("Attempts", () => new EditorOptions { Attempts = 0 }), ("Strength", () => new EditorOptions { Strength = double.NaN }),
            ("KeepStrength", () => new EditorOptions { KeepStrength = -1 }), ("SetStrength", () => new EditorOptions { SetStrength = -1 }),
        })
        {
            Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(make).ParamName);
        }

        static void Refused(string message, Func<object> act) =>
            Assert.StartsWith(message, Assert.ThrowsExactly<ArgumentException>(act).Message);
    }
}
